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

/** What group and instance norm refuse, in which words, and that nothing has been written by then. */
class GroupNormErrorsTest {
    private static final Shape CHANNELS = Shape.of(4);

    private final Tensor x = tensor(Shape.of(2, 4, 3), DType.F32);
    private final Tensor y = tensor(x.shape(), DType.F32);
    private final Tensor running = tensor(CHANNELS, DType.F32);
    private final GroupNormCall call = GroupNormCall.of(x, 2);
    private final InstanceNormCall instances = InstanceNormCall.of(x);

    private static Tensor tensor(Shape shape, DType dtype) {
        return Tensor.full(shape, 7, dtype, Device.CPU);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(y.toFloatArray()).containsOnly(7);
        assertThat(running.toFloatArray()).containsOnly(7);
    }

    private void refused(String message, GroupNormCall call) {
        refused(message, () -> Norms.groupNorm(call, new GroupNormResult(y, null, null)));
        refused(message, () -> Norms.groupNorm(call));
    }

    private void refused(String message, InstanceNormCall call, RunningUpdate update) {
        refused(message, () -> Norms.instanceNorm(call, update, new InstanceNormResult(y, null, null)));
        refused(message, () -> Norms.instanceNorm(call, update));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void groups() {
        refused(
                "group norm: groups must divide the channels: 3 groups don't divide the 4 channels of input [2, 4, 3]",
                GroupNormCall.of(x, 3));
        refused(
                "group norm: groups must divide the channels: 0 groups don't divide the 4 channels of input [2, 4, 3]",
                GroupNormCall.of(x, 0));
        refused(
                "group norm: groups must divide the channels: 2 groups don't divide the 3 channels of input [2, 4, 3]",
                call.withLayout(ChannelLayout.CHANNELS_LAST));
        refused(
                "group norm: expected input (N, C) or with more dims, got [4]",
                () -> Norms.groupNorm(GroupNormCall.of(tensor(CHANNELS, DType.F32), 2)));
        refused(
                "group norm: the groups of input [2, 4, 0] have no elements",
                () -> Norms.groupNorm(GroupNormCall.of(tensor(Shape.of(2, 4, 0), DType.F32), 2)));
    }

    @Test
    void parametersAndOutputs() {
        refused(
                "group norm: weight has shape [3], expected [4] for input of shape [2, 4, 3]",
                call.withWeight(tensor(Shape.of(3), DType.F32)));
        refused(
                "group norm: parameters of type bf16 don't go with input of type f32",
                call.withBias(tensor(CHANNELS, DType.BF16)));
        refused("group norm: eps must be finite and at least 0, not -1.0", call.withEps(-1));
        refused(
                "group norm: mean has shape [4], expected [2, 2] for input of shape [2, 4, 3]",
                () -> Norms.groupNorm(call, new GroupNormResult(y, running, null)));
        refused(
                "group norm backward: rstd has shape [4], expected [2, 2] for input of shape [2, 4, 3]",
                () -> Norms.groupNormBackward(GroupNormBackwardCall.of(call, x).withSaved(null, running)));
    }

    @Test
    void instances() {
        Tensor one = tensor(Shape.of(2, 4, 1), DType.F32);
        refused(
                "instance norm: expected more than 1 spatial element when training, got input size [2, 4, 1]",
                () -> Norms.instanceNorm(InstanceNormCall.of(one), null));
        refused(
                "instance norm: expected more than 1 spatial element when training, got input size [2, 4]",
                () -> Norms.instanceNorm(InstanceNormCall.of(tensor(Shape.of(2, 4), DType.F32)), null));
        refused(
                "instance norm backward: expected more than 1 spatial element when training, got input size [2, 4, 1]",
                () -> Norms.instanceNormBackward(InstanceNormBackwardCall.of(InstanceNormCall.of(one), one)));
        refused(
                "instance norm: running_var has shape [3], expected [4] for input of shape [2, 4, 3]",
                instances,
                new RunningUpdate(running, tensor(Shape.of(3), DType.F32), 0.1, RunningVariance.UNBIASED));
        refused(
                "instance norm: the new batch's weight must be between 0 and 1, not 1.5",
                instances,
                new RunningUpdate(running, running, 1.5, RunningVariance.UNBIASED));
        refused(
                "instance norm inference: running_mean has shape [3], expected [4] for input of shape [2, 4, 3]",
                () -> Norms.instanceNormInference(instances, tensor(Shape.of(3), DType.F32), running));
    }
}
