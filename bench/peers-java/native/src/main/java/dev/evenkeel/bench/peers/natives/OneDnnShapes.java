package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import dev.evenkeel.bench.peers.Problem;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;

/** A problem in oneDNN's words. */
final class OneDnnShapes {
    private static final memory.data_type F32 = memory.data_type.f32;
    private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

    private final Problem problem;
    private final float eps;
    private final memory.desc activations;
    private final memory.desc parameters;
    private final memory.desc statistics;

    OneDnnShapes(Problem problem) {
        this.problem = problem;
        eps = (float) problem.eps();
        activations = problem.byRows()
                ? new memory.desc(new long[] {problem.outer(), problem.parameters()}, F32, memory.format_tag.ab)
                : new memory.desc(problem.logicalDims(), F32, layout(problem));
        parameters = new memory.desc(new long[] {problem.parameters()}, F32, memory.format_tag.a);
        statistics = new memory.desc(new long[] {problem.statistics()}, F32, memory.format_tag.a);
    }

    static boolean fits(Problem problem) {
        return !problem.rms() && (!problem.channelsLast() || problem.logicalDims().length == 4);
    }

    memory.desc activations() {
        return activations;
    }

    memory.desc parameters() {
        return parameters;
    }

    memory.desc statistics() {
        return statistics;
    }

    /** What computes the problem. */
    primitive primitive(engine engine) {
        return problem.byRows() ? rows(engine) : channels(engine);
    }

    private primitive rows(engine engine) {
        layer_normalization_forward.primitive_desc forward = new layer_normalization_forward.primitive_desc(
                engine, dnnl_forward_training, activations, activations, statistics, eps, FLAGS);
        return problem.backward()
                ? new layer_normalization_backward(new layer_normalization_backward.primitive_desc(
                        engine, dnnl_backward, activations, activations, activations, statistics, eps, FLAGS, forward))
                : new layer_normalization_forward(forward);
    }

    private primitive channels(engine engine) {
        batch_normalization_forward.primitive_desc forward = new batch_normalization_forward.primitive_desc(
                engine, dnnl_forward_training, activations, activations, eps, FLAGS);
        return problem.backward()
                ? new batch_normalization_backward(new batch_normalization_backward.primitive_desc(
                        engine, dnnl_backward, activations, activations, activations, eps, FLAGS, forward))
                : new batch_normalization_forward(forward);
    }

    private static memory.format_tag layout(Problem problem) {
        if (problem.channelsLast()) {
            return memory.format_tag.acdb;
        }
        return switch (problem.logicalDims().length) {
            case 2 -> memory.format_tag.ab;
            case 3 -> memory.format_tag.abc;
            case 4 -> memory.format_tag.abcd;
            default -> memory.format_tag.abcde;
        };
    }
}
