package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, in which words, and that nothing has been written by then. */
class LayerNormErrorsTest {
    private static final Shape COLS = Shape.of(4);

    private final Tensor x = tensor(Shape.of(2, 3, 4), DType.F32);
    private final Tensor y = tensor(x.shape(), DType.F32);
    private final Tensor dweight = tensor(COLS, DType.F32);
    private final LayerNormCall call = LayerNormCall.of(x, COLS);

    private static Tensor tensor(Shape shape, DType dtype) {
        return Tensor.full(shape, 7, dtype, Device.CPU);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(x.toFloatArray()).containsOnly(7);
        assertThat(y.toFloatArray()).containsOnly(7);
        assertThat(dweight.toFloatArray()).containsOnly(7);
    }

    private void refused(String message, LayerNormCall call) {
        refused(message, () -> Norms.layerNorm(call, new LayerNormResult(y, null, null, null)));
        refused(message, () -> Norms.layerNorm(call));
    }

    private void backwardRefused(String message, LayerNormBackwardCall call) {
        refused(message, () -> Norms.layerNormBackward(call, new LayerNormGradients(y, dweight, null)));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void normalizedShape() {
        refused(
                "layer norm: normalizedShape [3] does not match the trailing dims of input [2, 3, 4]",
                LayerNormCall.of(x, Shape.of(3)));
        refused(
                "layer norm: normalizedShape [] does not match the trailing dims of input [2, 3, 4]",
                LayerNormCall.of(x, Shape.of()));
        refused(
                "layer norm: normalizedShape [1, 2, 3, 4] does not match the trailing dims of input [2, 3, 4]",
                LayerNormCall.of(x, Shape.of(1, 2, 3, 4)));
        refused(
                "layer norm: normalizedShape [0] has no elements",
                LayerNormCall.of(tensor(Shape.of(2, 0), DType.F32), Shape.of(0)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void eps(double eps) {
        refused("layer norm: eps must be finite and at least 0, not " + eps, call.withEps(eps));
    }

    @Test
    void parameters() {
        refused(
                "layer norm: weight has shape [3], expected [4] for input of shape [2, 3, 4]",
                call.withWeight(tensor(Shape.of(3), DType.F32)));
        refused(
                "layer norm: bias has shape [1, 4], expected [4] for input of shape [2, 3, 4]",
                call.withBias(tensor(Shape.of(1, 4), DType.F32)));
        refused(
                "layer norm: parameters of type f64 don't go with input of type f32",
                call.withWeight(tensor(COLS, DType.F64)));
        refused(
                "layer norm: parameters of type f16 don't go with input of type f32",
                call.withBias(tensor(COLS, DType.F16)));
    }

    @Test
    void weightAndBiasShareATypeThatGoesWithTheInput() {
        LayerNormCall half = LayerNormCall.of(tensor(x.shape(), DType.F16), COLS);
        refused(
                "layer norm: bias is f16, expected f32 for input of type f16",
                () -> Norms.layerNorm(half.withWeight(tensor(COLS, DType.F32)).withBias(tensor(COLS, DType.F16))));
        refused(
                "layer norm: parameters of type bf16 don't go with input of type f16",
                () -> Norms.layerNorm(half.withWeight(tensor(COLS, DType.BF16))));
    }

    @Test
    void tensorsLikeX() {
        refused(
                "layer norm: residual has shape [4], expected [2, 3, 4] for input of shape [2, 3, 4]",
                call.withResidual(tensor(COLS, DType.F32)));
        refused(
                "layer norm: residual is f16, expected f32 for input of type f32",
                call.withResidual(tensor(x.shape(), DType.F16)));
        refused("layer norm: residual is on scalar, but the input is on cpu", call.withResidual(x.to(Device.SCALAR)));
    }

    @Test
    void outputs() {
        refused(
                "layer norm: y has shape [4], expected [2, 3, 4] for input of shape [2, 3, 4]",
                () -> Norms.layerNorm(call, new LayerNormResult(dweight, null, null, null)));
        refused(
                "layer norm: sum is f64, expected f32 for input of type f32",
                () -> Norms.layerNorm(call, new LayerNormResult(y, tensor(x.shape(), DType.F64), null, null)));
        refused(
                "layer norm: mean has shape [2, 3, 4], expected [2, 3] for input of shape [2, 3, 4]",
                () -> Norms.layerNorm(call, new LayerNormResult(y, null, x, null)));
        refused(
                "layer norm: rstd is f16, expected f32 for input of type f32",
                () -> Norms.layerNorm(call, new LayerNormResult(y, null, null, tensor(Shape.of(2, 3), DType.F16))));
    }

    @Test
    void backward() {
        LayerNormBackwardCall backward = LayerNormBackwardCall.of(call, x);
        backwardRefused(
                "layer norm backward: the gradients are those at x + residual: pass that sum as x, no residual",
                LayerNormBackwardCall.of(call.withResidual(x), x));
        backwardRefused(
                "layer norm backward: dy has shape [4], expected [2, 3, 4] for input of shape [2, 3, 4]",
                LayerNormBackwardCall.of(call, dweight));
        backwardRefused(
                "layer norm backward: dsum has shape [4], expected [2, 3, 4] for input of shape [2, 3, 4]",
                backward.withDsum(dweight));
        backwardRefused(
                "layer norm backward: mean has shape [4], expected [2, 3] for input of shape [2, 3, 4]",
                backward.withSaved(dweight, null));
        backwardRefused(
                "layer norm backward: rstd has shape [4], expected [2, 3] for input of shape [2, 3, 4]",
                backward.withSaved(null, dweight));
        refused(
                "layer norm backward: fresh gradients have nothing in them to be added to",
                () -> Norms.layerNormBackward(backward.withMode(GradientMode.ACCUMULATE)));
        refused(
                "layer norm backward: dbias has shape [2, 3, 4], expected [4] for input of shape [2, 3, 4]",
                () -> Norms.layerNormBackward(backward, new LayerNormGradients(y, dweight, x)));
        refused(
                "layer norm backward: dx has shape [4], expected [2, 3, 4] for input of shape [2, 3, 4]",
                () -> Norms.layerNormBackward(backward, new LayerNormGradients(dweight, dweight, null)));
    }

    @Test
    void closedTensors() {
        Tensor closed = tensor(x.shape(), DType.F32);
        closed.close();
        String message = "this tensor is closed: Tensor [2, 3, 4] f32 on cpu";
        LayerNormResult into = new LayerNormResult(y, null, null, null);
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.layerNorm(LayerNormCall.of(closed, COLS), into))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.layerNorm(call.withResidual(closed), into))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.layerNormBackward(
                        LayerNormBackwardCall.of(call, closed), new LayerNormGradients(y, dweight, null)))
                .withMessage(message);
    }

    @Test
    void aResultSaysWhatItWasNotAskedFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new LayerNormResult(null, null, null, null).output())
                .withMessage("this result was asked for without y");
    }

    @Test
    void resultsCloseWhatTheyHold() {
        LayerNormResult result = Norms.layerNorm(call);
        result.close();
        result.close();
        assertThat(result.output().isClosed()).isTrue();
        assertThat(x.isClosed()).isFalse();
    }
}
