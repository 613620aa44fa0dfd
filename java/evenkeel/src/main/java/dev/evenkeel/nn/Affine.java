package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The weight and bias of a layer, either of which it may lack. */
record Affine(@Nullable Parameter weight, @Nullable Parameter bias) implements AutoCloseable {

    static Affine of(boolean hasWeight, boolean hasBias, Shape shape, DType dtype, Device device) {
        Parameter weight = hasWeight ? new Parameter("weight", shape, 1, dtype, device) : null;
        try {
            return new Affine(weight, hasBias ? new Parameter("bias", shape, 0, dtype, device) : null);
        } catch (RuntimeException | Error e) {
            if (weight != null) {
                TensorScope.closeAfter(e, weight);
            }
            throw e;
        }
    }

    @Nullable
    Tensor weightValue() {
        return weight == null ? null : weight.value();
    }

    @Nullable
    Tensor biasValue() {
        return bias == null ? null : bias.value();
    }

    @Nullable
    Tensor weightGrad() {
        return weight == null ? null : weight.grad();
    }

    @Nullable
    Tensor biasGrad() {
        return bias == null ? null : bias.grad();
    }

    List<Parameter> parameters() {
        return Stream.of(weight, bias).filter(p -> p != null).toList();
    }

    @Override
    public void close() {
        TensorScope.closeAll(weight, bias);
    }
}
