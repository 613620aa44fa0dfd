package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Wrong arguments of weight and spectral norm are named. */
class ReparametrizationErrorsTest {
    private static final Tensor WEIGHT = zeros(4, 3, 2);
    private static final Tensor ROWS = zeros(4);
    private static final Tensor COLUMNS = zeros(6);

    @Test
    void weightNorm() {
        refused(
                () -> Reparametrizations.weightNorm(WEIGHT, ROWS, 1),
                "weight norm: g has shape [4], expected [1, 3, 1] or [3] for v of shape [4, 3, 2]");
        refused(() -> Reparametrizations.weightNorm(WEIGHT, ROWS, 3), "dim 3 is outside shape [4, 3, 2]");
        refused(() -> Reparametrizations.weightNorm(WEIGHT, ROWS, -4), "dim -4 is outside shape [4, 3, 2]");
        refused(() -> Reparametrizations.weightNorm(zeros(), zeros(), 0), "a weight of rank 0 has no dimensions");
        refused(
                () -> Reparametrizations.weightNorm(
                        WeightNormCall.of(WEIGHT, ROWS).ofWholeTensor()),
                "g has shape [4], expected [1, 1, 1] or [1]");
        refused(
                () -> Reparametrizations.weightNorm(WEIGHT, ROWS.to(DType.F64), 0),
                "parameters of type f64 don't go with input of type f32");
        WeightNormBackwardCall backward = WeightNormBackwardCall.of(WeightNormCall.of(WEIGHT, ROWS), ROWS);
        refused(() -> Reparametrizations.weightNormBackward(backward), "weight norm backward: dw has shape [4]");
        refused(
                () -> Reparametrizations.weightNormBackward(backward.withMode(GradientMode.ACCUMULATE)),
                "fresh gradients have nothing in them to be added to");
    }

    @Test
    void spectralNorm() {
        SpectralNormCall call = SpectralNormCall.of(WEIGHT, ROWS, COLUMNS);
        refused(() -> spectralNorm(call.withDim(2)), "spectral norm: u has shape [4], expected [2]");
        refused(() -> spectralNorm(call.withEps(-1)), "eps must be finite and at least 0, not -1.0");
        refused(() -> spectralNorm(call.withPowerIterations(-1)), "powerIterations must be at least 0, not -1");
        refused(() -> spectralNorm(SpectralNormCall.of(WEIGHT, ROWS, null)), "spectral norm: v is missing");
        refused(() -> spectralNorm(SpectralNormCall.of(WEIGHT, ROWS, ROWS)), "v has shape [4], expected [6]");
        refused(
                () -> spectralNorm(SpectralNormCall.of(WEIGHT.to(DType.F16), ROWS.to(DType.F16), COLUMNS)),
                "u is f16, expected f32 for input of type f16");
        refused(() -> spectralNorm(SpectralNormCall.of(ROWS, ROWS, null)), "has no u and v");
        refused(
                () -> spectralNorm(SpectralNormCall.of(zeros(4, 0), ROWS, zeros(0))),
                "weight of shape [4, 0] has no elements");
        refused(
                () -> Reparametrizations.spectralNormBackward(SpectralNormBackwardCall.of(ROWS, WEIGHT, ROWS, COLUMNS)),
                "spectral norm backward: dw has shape [4], expected [4, 3, 2]");
    }

    private static void spectralNorm(SpectralNormCall call) {
        Reparametrizations.spectralNorm(call);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static Tensor zeros(long... dims) {
        return Tensor.zeros(Shape.of(dims), DType.F32, Device.SCALAR);
    }
}
