package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** One normalization of oneDNN, into outputs of the caller. It saves variances, and has no running statistics. */
final class OneDnnNorm implements Contender {
    private final engine engine;
    private final stream stream;
    private final primitive primitive;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final Map<String, FloatBuffer> outputs = new LinkedHashMap<>();
    private final List<memory> memories = new ArrayList<>();

    /** Memory that native code points into, and the garbage collector would else take. */
    private final List<FloatBuffer> kept = new ArrayList<>();

    OneDnnNorm(Problem problem, Data data, engine engine, stream stream) {
        this.engine = engine;
        this.stream = stream;
        OneDnnShapes shapes = new OneDnnShapes(problem);
        primitive = shapes.primitive(engine);
        input(DNNL_ARG_SRC, shapes.activations(), data.x());
        input(DNNL_ARG_SCALE, shapes.parameters(), data.weight());
        if (problem.backward()) {
            input(DNNL_ARG_MEAN, shapes.statistics(), data.mean());
            input(DNNL_ARG_VARIANCE, shapes.statistics(), data.variance());
            input(DNNL_ARG_DIFF_DST, shapes.activations(), data.dy());
            output(DNNL_ARG_DIFF_SRC, shapes.activations(), "dx", problem.count());
            output(DNNL_ARG_DIFF_SCALE, shapes.parameters(), "dweight", problem.parameters());
            output(DNNL_ARG_DIFF_SHIFT, shapes.parameters(), "dbias", problem.parameters());
        } else {
            output(DNNL_ARG_DST, shapes.activations(), "y", problem.count());
            output(DNNL_ARG_MEAN, shapes.statistics(), "mean", problem.statistics());
            add(DNNL_ARG_VARIANCE, shapes.statistics(), Data.direct(problem.statistics()));
        }
        // the backward of batch normalization refuses one argument more than it reads
        if (!problem.backward() || problem.byRows()) {
            input(DNNL_ARG_SHIFT, shapes.parameters(), data.bias());
        }
    }

    /** Whether oneDNN has the operation for as many dimensions. */
    static boolean fits(Problem problem) {
        return OneDnnShapes.fits(problem);
    }

    @Override
    public void run() {
        primitive.execute(stream, arguments);
        stream._wait();
    }

    @Override
    public Map<String, float[]> outputs() {
        run();
        Map<String, float[]> copies = new LinkedHashMap<>();
        outputs.forEach((name, values) -> copies.put(name, Data.array(values)));
        return copies;
    }

    @Override
    public void close() {
        memories.forEach(memory::close);
        arguments.close();
        primitive.close();
    }

    private void input(int argument, memory.desc shape, float[] values) {
        add(argument, shape, Data.direct(values));
    }

    private void output(int argument, memory.desc shape, String name, int count) {
        FloatBuffer values = Data.direct(count);
        outputs.put(name, values);
        add(argument, shape, values);
    }

    private void add(int argument, memory.desc shape, FloatBuffer values) {
        memory memory = new memory(shape, engine, new FloatPointer(values));
        memories.add(memory);
        arguments.put(argument, memory);
        kept.add(values);
    }
}
