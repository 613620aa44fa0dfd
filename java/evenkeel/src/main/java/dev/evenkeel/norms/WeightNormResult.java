package dev.evenkeel.norms;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * What weight norm gives.
 *
 * @param w the weight, shape and type of v
 * @param norm ‖v‖, shape of g; {@code F32}, or {@code F64} for {@code F64} v
 */
public record WeightNormResult(@Nullable Tensor w, @Nullable Tensor norm) implements AutoCloseable {
    /** The weight of a result that has one. */
    public Tensor output() {
        return Checks.present(w, "w");
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        TensorScope.closeAll(w, norm);
    }
}
