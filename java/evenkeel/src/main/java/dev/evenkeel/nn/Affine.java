package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The weight and bias of a layer, either of which it may lack. */
record Affine(@Nullable Parameter weight, @Nullable Parameter bias) implements AutoCloseable {

    static Affine of(boolean hasWeight, boolean hasBias, Shape shape, DType dtype, Device device) {
        return of(hasWeight, hasBias, WeightForm.PLAIN, shape, dtype, device);
    }

    /** A gain of 1, in the form it is stored in, and a shift of 0. */
    static Affine of(
            boolean hasWeight, boolean hasBias, WeightForm weightForm, Shape shape, DType dtype, Device device) {
        double one = weightForm == WeightForm.ZERO_CENTRED ? 0 : 1;
        Parameter weight = hasWeight ? new Parameter("weight", shape, one, dtype, device) : null;
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
