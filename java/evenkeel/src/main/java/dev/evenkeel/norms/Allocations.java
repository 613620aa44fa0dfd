package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** Tensors made during one call: closed at its end unless it came far enough to {@link #keep} its results. */
final class Allocations implements AutoCloseable {
    private final Device device;
    private final List<Tensor> results = new ArrayList<>();
    private final List<Tensor> scratch = new ArrayList<>();

    Allocations(Device device) {
        this.device = device;
    }

    /** A tensor that the caller of the operation is to get. */
    Tensor result(Shape shape, DType dtype) {
        Tensor tensor = Tensor.empty(shape, dtype, device);
        results.add(tensor);
        return tensor;
    }

    /** A tensor that lives as long as the call. */
    Tensor scratch(Shape shape, DType dtype) {
        Tensor tensor = Tensor.empty(shape, dtype, device);
        scratch.add(tensor);
        return tensor;
    }

    /** Leaves the results to whoever gets {@code value}. */
    <T> T keep(T value) {
        results.clear();
        return value;
    }

    @Override
    public void close() {
        results.addAll(scratch);
        TensorScope.closeAll(results.toArray(Tensor[]::new));
    }
}
