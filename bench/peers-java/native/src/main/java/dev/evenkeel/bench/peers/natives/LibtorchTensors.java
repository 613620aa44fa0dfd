package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.pytorch.global.torch.from_blob;

import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/** The inputs of a problem as libtorch's tensors. */
final class LibtorchTensors {
    private final Problem problem;

    /** Memory that tensors point into, and the garbage collector would else take. */
    private final List<FloatPointer> kept = new ArrayList<>();

    LibtorchTensors(Problem problem) {
        this.problem = problem;
    }

    /** Of x's shape: channels second, wherever they lie. */
    Tensor activations(float[] values) {
        FloatPointer memory = memory(values);
        long[] sizes = problem.logicalDims();
        return problem.channelsLast() ? from_blob(memory, sizes, strides(sizes)) : from_blob(memory, sizes);
    }

    Tensor vector(float[] values, long[] sizes) {
        return from_blob(memory(values), sizes);
    }

    /** As it lies in memory. */
    static float[] array(Tensor tensor, int count) {
        float[] values = new float[count];
        new FloatPointer(tensor.data_ptr()).capacity(count).get(values);
        return values;
    }

    private FloatPointer memory(float[] values) {
        FloatPointer pointer = new FloatPointer(Data.direct(values));
        kept.add(pointer);
        return pointer;
    }

    private static long[] strides(long[] sizes) {
        long[] strides = new long[sizes.length];
        strides[1] = 1;
        long next = sizes[1];
        for (int axis = sizes.length - 1; axis > 1; axis--) {
            strides[axis] = next;
            next *= sizes[axis];
        }
        strides[0] = next;
        return strides;
    }
}
