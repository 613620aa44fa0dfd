package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What RMS norm refuses, in which words, and that nothing has been written by then. */
class RmsNormErrorsTest {
    private static final Shape COLS = Shape.of(4);

    private final Tensor x = tensor(Shape.of(2, 3, 4), DType.F32);
    private final Tensor y = tensor(x.shape(), DType.F32);
    private final Tensor dweight = tensor(COLS, DType.F32);
    private final RmsNormCall call = RmsNormCall.of(x, COLS);

    private static Tensor tensor(Shape shape, DType dtype) {
        return Tensor.full(shape, 7, dtype, Device.CPU);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(y.toFloatArray()).containsOnly(7);
        assertThat(dweight.toFloatArray()).containsOnly(7);
    }

    private void refused(String message, RmsNormCall call) {
        refused(message, () -> Norms.rmsNorm(call, new RmsNormResult(y, null, null)));
        refused(message, () -> Norms.rmsNorm(call));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void arguments() {
        refused(
                "rms norm: normalizedShape [3] does not match the trailing dims of input [2, 3, 4]",
                RmsNormCall.of(x, Shape.of(3)));
        refused("rms norm: eps must be finite and at least 0, not -1.0", call.withEps(-1));
        refused(
                "rms norm: weight has shape [3], expected [4] for input of shape [2, 3, 4]",
                call.withWeight(tensor(Shape.of(3), DType.F32)));
        refused(
                "rms norm: parameters of type f64 don't go with input of type f32",
                call.withWeight(tensor(COLS, DType.F64)));
        refused(
                "rms norm: residual is f16, expected f32 for input of type f32",
                call.withResidual(tensor(x.shape(), DType.F16)));
    }

    @Test
    void outputTypes() {
        refused("rms norm: output of type f64 doesn't go with input of type f32", call.withOutputDType(DType.F64));
        refused(
                "rms norm: y is f32, expected f16 for input of type f32",
                () -> Norms.rmsNorm(call.withOutputDType(DType.F16), new RmsNormResult(y, null, null)));
        RmsNormCall half = RmsNormCall.of(tensor(x.shape(), DType.BF16), COLS);
        refused(
                "rms norm: output of type f16 doesn't go with input of type bf16",
                () -> Norms.rmsNorm(half.withOutputDType(DType.F16)));
        refused(
                "layer norm: output of type f32 doesn't go with input of type f64",
                () -> Norms.layerNorm(
                        LayerNormCall.of(tensor(x.shape(), DType.F64), COLS).withOutputDType(DType.F32)));
        refused(
                "rms norm backward: dy is bf16, expected f32 for input of type bf16",
                () -> Norms.rmsNormBackward(
                        RmsNormBackwardCall.of(half.withOutputDType(DType.F32), tensor(x.shape(), DType.BF16))));
    }

    @Test
    void backward() {
        refused(
                "rms norm backward: the gradients are those at x + residual: pass that sum as x, no residual",
                () -> Norms.rmsNormBackward(
                        RmsNormBackwardCall.of(call.withResidual(x), x), new RmsNormGradients(y, dweight)));
        refused(
                "rms norm backward: rstd has shape [4], expected [2, 3] for input of shape [2, 3, 4]",
                () -> Norms.rmsNormBackward(
                        RmsNormBackwardCall.of(call, x).withSaved(dweight), new RmsNormGradients(y, dweight)));
        refused(
                "rms norm backward: fresh gradients have nothing in them to be added to",
                () -> Norms.rmsNormBackward(RmsNormBackwardCall.of(call, x).withMode(GradientMode.ACCUMULATE)));
    }
}
