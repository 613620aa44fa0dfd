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
class BatchNormErrorsTest {
    private static final Shape CHANNELS = Shape.of(3);

    private final Tensor x = tensor(Shape.of(2, 3, 4), DType.F32);
    private final Tensor y = tensor(x.shape(), DType.F32);
    private final Tensor channels = tensor(CHANNELS, DType.F32);
    private final Tensor runningMean = tensor(CHANNELS, DType.F32);
    private final Tensor runningVar = tensor(CHANNELS, DType.F32);
    private final BatchNormCall call = BatchNormCall.of(x);
    private final BatchNormResult into = new BatchNormResult(y, channels, null);

    private static Tensor tensor(Shape shape, DType dtype) {
        return Tensor.full(shape, 7, dtype, Device.CPU);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(x.toFloatArray()).containsOnly(7);
        assertThat(y.toFloatArray()).containsOnly(7);
        assertThat(channels.toFloatArray()).containsOnly(7);
        assertThat(runningMean.toFloatArray()).containsOnly(7);
        assertThat(runningVar.toFloatArray()).containsOnly(7);
    }

    private RunningUpdate update(double weight) {
        return new RunningUpdate(runningMean, runningVar, weight, RunningVariance.UNBIASED);
    }

    private void trainingRefused(String message, BatchNormCall call) {
        refused("batch norm: " + message, () -> Norms.batchNorm(call, update(0.1), into));
        refused("batch norm: " + message, () -> Norms.batchNorm(call, update(0.1)));
    }

    private void bothRefused(String message, BatchNormCall call) {
        trainingRefused(message, call);
        refused(
                "batch norm inference: " + message,
                () -> Norms.batchNormInference(call, runningMean, runningVar, into));
    }

    private void backwardRefused(String message, BatchNormBackwardCall call) {
        refused(
                "batch norm backward: " + message,
                () -> Norms.batchNormBackward(call, new BatchNormGradients(y, null, channels, null)));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void rank() {
        Tensor vector = tensor(CHANNELS, DType.F32);
        bothRefused("expected input (N, C) or with more dims, got [3]", BatchNormCall.of(vector));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-5, Double.NaN, Double.POSITIVE_INFINITY})
    void eps(double eps) {
        bothRefused("eps must be finite and at least 0, not " + eps, call.withEps(eps));
    }

    @Test
    void parameters() {
        bothRefused(
                "weight has shape [4], expected [3] for input of shape [2, 3, 4]",
                call.withWeight(tensor(Shape.of(4), DType.F32)));
        BatchNormCall last = call.withLayout(ChannelLayout.CHANNELS_LAST).withBias(channels);
        refused(
                "batch norm: bias has shape [3], expected [4] for input of shape [2, 3, 4]",
                () -> Norms.batchNorm(last, null, new BatchNormResult(y, null, null)));
        bothRefused(
                "parameters of type f64 don't go with input of type f32", call.withBias(tensor(CHANNELS, DType.F64)));
    }

    @Test
    void tensorsLikeX() {
        bothRefused(
                "residual has shape [3], expected [2, 3, 4] for input of shape [2, 3, 4]", call.withResidual(channels));
        bothRefused("residual is on scalar, but the input is on cpu", call.withResidual(x.to(Device.SCALAR)));
    }

    @Test
    void oneValuePerChannel() {
        trainingRefused(
                "expected more than 1 value per channel when training, got input size [1, 3, 1]",
                BatchNormCall.of(tensor(Shape.of(1, 3, 1), DType.F32)));
        BatchNormCall single = BatchNormCall.of(tensor(Shape.of(1, 3), DType.F32));
        backwardRefused(
                "expected more than 1 value per channel when training, got input size [1, 3]",
                BatchNormBackwardCall.training(single, tensor(Shape.of(1, 3), DType.F32)));
        assertThat(Norms.batchNormInference(single, runningMean, runningVar)
                        .output()
                        .toFloatArray())
                .containsOnly(0);
    }

    @Test
    void runningStatistics() {
        Tensor doubles = tensor(CHANNELS, DType.F64);
        refused(
                "batch norm inference: running_mean is f64, expected f32 for input of type f32",
                () -> Norms.batchNormInference(call, doubles, runningVar, into));
        refused(
                "batch norm inference: running_var has shape [2, 3, 4], expected [3] for input of shape [2, 3, 4]",
                () -> Norms.batchNormInference(call, runningMean, x, into));
        refused(
                "batch norm: running_var is f64, expected f32 for input of type f32",
                () -> Norms.batchNorm(
                        call, new RunningUpdate(runningMean, doubles, 0.1, RunningVariance.BIASED), into));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void newBatchWeight(double weight) {
        refused(
                "batch norm: the new batch's weight must be between 0 and 1, not " + weight,
                () -> Norms.batchNorm(call, update(weight), into));
    }

    @Test
    void outputs() {
        refused(
                "batch norm: y has shape [3], expected [2, 3, 4] for input of shape [2, 3, 4]",
                () -> Norms.batchNorm(call, update(1), new BatchNormResult(channels, null, null)));
        refused(
                "batch norm: rstd has shape [2, 3, 4], expected [3] for input of shape [2, 3, 4]",
                () -> Norms.batchNorm(call, update(1), new BatchNormResult(y, channels, x)));
        refused(
                "batch norm inference: mean has shape [2, 3, 4], expected [3] for input of shape [2, 3, 4]",
                () -> Norms.batchNormInference(call, runningMean, runningVar, new BatchNormResult(y, x, channels)));
    }

    @Test
    void backward() {
        BatchNormBackwardCall training = BatchNormBackwardCall.training(call, x);
        backwardRefused(
                "dy has shape [3], expected [2, 3, 4] for input of shape [2, 3, 4]",
                BatchNormBackwardCall.training(call, channels));
        backwardRefused(
                "running_mean and running_var go together",
                new BatchNormBackwardCall(call, x, null, null, runningMean, null, GradientMode.OVERWRITE));
        backwardRefused(
                "saved mean and rstd are a training forward's, running_mean and running_var an inference forward's",
                BatchNormBackwardCall.inference(call, x, runningMean, runningVar)
                        .withSaved(runningMean, null));
        backwardRefused(
                "mean has shape [2, 3, 4], expected [3] for input of shape [2, 3, 4]", training.withSaved(x, null));
        refused(
                "batch norm backward: fresh gradients have nothing in them to be added to",
                () -> Norms.batchNormBackward(training.withMode(GradientMode.ACCUMULATE)));
        refused(
                "batch norm backward: dresidual has shape [3], expected [2, 3, 4] for input of shape [2, 3, 4]",
                () -> Norms.batchNormBackward(training, new BatchNormGradients(y, channels, null, null)));
        refused(
                "batch norm backward: dbias has shape [2, 3, 4], expected [3] for input of shape [2, 3, 4]",
                () -> Norms.batchNormBackward(training, new BatchNormGradients(y, null, channels, x)));
    }

    @Test
    void closedTensors() {
        Tensor closed = tensor(x.shape(), DType.F32);
        closed.close();
        String message = "this tensor is closed: Tensor [2, 3, 4] f32 on cpu";
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.batchNorm(BatchNormCall.of(closed), update(1), into))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.batchNormInference(BatchNormCall.of(closed), runningMean, runningVar, into))
                .withMessage(message);
        assertThatIllegalStateException()
                .isThrownBy(() -> Norms.batchNormBackward(
                        BatchNormBackwardCall.training(BatchNormCall.of(closed), x),
                        new BatchNormGradients(y, null, channels, null)))
                .withMessage(message);
    }

    @Test
    void aResultSaysWhatItWasNotAskedFor() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new BatchNormResult(null, null, null).output())
                .withMessage("this result was asked for without y");
    }
}
