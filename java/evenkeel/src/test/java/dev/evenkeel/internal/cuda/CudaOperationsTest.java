package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.RecordingDriver.Launch;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.RunningMix;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations: which kernels they launch, with which arguments, and what is left when one fails. */
class CudaOperationsTest {
    private static final RowGeometry ROWS = new RowGeometry(100, 768, 1e-6, DType.F16, DType.F32, RowNorm.LAYER, 0);
    private static final ChannelGeometry FIRST = new ChannelGeometry(4, 6, 100, 1e-3, DType.F32, DType.F32, true);
    private static final ChannelGeometry LAST = new ChannelGeometry(500, 40, 1, 1e-3, DType.F64, DType.F64, false);

    private final RecordingDriver driver = new RecordingDriver();
    private final CudaBackend backend = new CudaBackend(Device.cuda(0), driver);

    @Test
    void layerNormForwardIsOneLaunch() {
        backend.rowNormForward(new RowNormForwardOp(ROWS, at(1), null, at(2), null, at(3), null, at(4), at(5)));
        Launch launch = driver.launches.get(0);
        assertThat(driver.entries()).containsExactly("evenkeel_layer_norm_forward_f16_f32");
        assertThat(launch.config()).isEqualTo(new LaunchConfig(100, 1, 192, 1));
        assertThat(longs(launch, 11)).containsExactly(1L, 0L, 2L, 0L, 3L, 0L, 4L, 0L, 5L, 100L, 768L);
        assertThat(launch.arguments().getFloat(88)).isEqualTo(1e-6f);
        assertThat(launch.arguments().remaining()).isEqualTo(92);
        assertThat(driver.calls).doesNotContain("allocate");
    }

    @Test
    void layerNormBackwardLaunchesWhatIsAskedFor() {
        backend.rowNormBackward(layerNormBackward(at(8), null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_layer_norm_backward_input_f16_f32");
        assertThat(longs(driver.launches.get(0), 10)).containsExactly(1L, 2L, 3L, 4L, 0L, 5L, 6L, 8L, 100L, 768L);

        driver.launches.clear();
        backend.rowNormBackward(layerNormBackward(null, at(9), null));
        assertThat(driver.entries())
                .containsExactly("evenkeel_layer_norm_backward_params_f16", "evenkeel_param_grad_finish_f32");
        Launch partials = driver.launches.get(0);
        Launch finish = driver.launches.get(1);
        assertThat(partials.config()).isEqualTo(new LaunchConfig(24, 2, 32, 8));
        assertThat(longs(partials, 10)).startsWith(1L, 2L, 4L, 0L, 5L).endsWith(100L, 768L, 2L);
        long dweight = partials.arguments().getLong(40);
        assertThat(partials.arguments().getLong(48)).isEqualTo(dweight + 2 * 768 * Float.BYTES);
        assertThat(longs(finish, 6))
                .containsExactly(dweight, partials.arguments().getLong(48), 9L, 0L, 768L, 2L);
        assertThat(finish.arguments().getInt(48)).as("accumulate").isEqualTo(1);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void batchNormTrainingMovesTheRunningStatisticsLast() {
        backend.batchNormTraining(training(FIRST, at(9), true));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_batch_norm_stats_first_f32",
                        "evenkeel_batch_norm_finish_f32",
                        "evenkeel_batch_norm_apply_first_f32",
                        "evenkeel_batch_norm_finish_f32");
        Launch stats = driver.launches.get(0);
        Launch apply = driver.launches.get(2);
        Launch finish = driver.launches.get(3);
        long rest = driver.launches.get(1).arguments().getLong(32);
        assertThat(rest).isNotZero();
        assertThat(longs(driver.launches.get(1), 11)).endsWith(5L, rest, 6L, 0L, 0L, 6L, 400L, 1L);
        assertThat(stats.config()).isEqualTo(new LaunchConfig(6, 1, 256, 1));
        assertThat(longs(stats, 8)).startsWith(1L).endsWith(4L, 6L, 100L, 1L);
        assertThat(longs(finish, 11))
                .startsWith(
                        stats.arguments().getLong(8),
                        stats.arguments().getLong(16),
                        stats.arguments().getLong(24));
        assertThat(longs(finish, 11)).endsWith(5L, 0L, 6L, 7L, 8L, 6L, 400L, 1L);
        assertThat(floats(finish, 88, 3)).containsExactly(1e-3f, 0.1f, 1.25f);
        assertThat(longs(apply, 11)).containsExactly(1L, 2L, 5L, rest, 6L, 3L, 4L, 9L, 4L, 6L, 100L);
        assertThat(apply.arguments().getInt(88)).as("relu").isEqualTo(1);
        assertThat(apply.config()).isEqualTo(new LaunchConfig(1, 24, 128, 1));
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void statisticsAloneApplyNothing() {
        backend.batchNormTraining(training(LAST, null, false));
        assertThat(driver.entries())
                .containsExactly("evenkeel_batch_norm_stats_last_f64", "evenkeel_batch_norm_finish_f64");
        Launch finish = driver.launches.get(1);
        assertThat(longs(finish, 11)).endsWith(5L, 0L, 6L, 0L, 0L, 40L, 500L, 8L);
        assertThat(finish.arguments().getDouble(88)).isEqualTo(1e-3);
    }

    @Test
    void batchNormInferenceAndInverseStdAreOneLaunchEach() {
        backend.batchNormInference(new BatchNormInferenceOp(LAST, at(1), null, null, null, at(5), null, at(6), at(7)));
        backend.inverseStd(backend.borrow(8, DType.F64, 40), backend.borrow(9, DType.F64, 40), 0.25);
        assertThat(driver.entries())
                .containsExactly("evenkeel_batch_norm_apply_last_f64", "evenkeel_batch_norm_rstd_f64");
        assertThat(driver.launches.get(0).config()).isEqualTo(new LaunchConfig(2, 16, 32, 8));
        assertThat(longs(driver.launches.get(1), 3)).containsExactly(8L, 9L, 40L);
        assertThat(driver.launches.get(1).arguments().getDouble(24)).isEqualTo(0.25);
    }

    @Test
    void batchNormBackwardReducesThenApplies() {
        backend.batchNormBackward(batchNormBackward(FIRST, false, at(8), at(9), at(10), at(11)));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_batch_norm_backward_reduce_first_f32",
                        "evenkeel_batch_norm_backward_finish_f32",
                        "evenkeel_batch_norm_backward_apply_first_f32");
        Launch reduce = driver.launches.get(0);
        Launch finish = driver.launches.get(1);
        Launch apply = driver.launches.get(2);
        assertThat(longs(reduce, 14)).startsWith(1L, 2L, 3L, 6L, 0L, 7L, 4L, 5L).endsWith(4L, 6L, 100L, 1L);
        assertThat(reduce.arguments().getInt(112)).as("relu").isEqualTo(1);
        long sums = finish.arguments().getLong(16);
        assertThat(longs(finish, 8))
                .containsExactly(
                        reduce.arguments().getLong(64),
                        reduce.arguments().getLong(72),
                        sums,
                        sums + 6 * Float.BYTES,
                        10L,
                        11L,
                        6L,
                        1L);
        assertThat(longs(apply, 15)).endsWith(sums, sums + 6 * Float.BYTES, 8L, 9L, 4L, 6L, 100L);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void constantStatisticsNeedNoSumsForTheInput() {
        backend.batchNormBackward(batchNormBackward(LAST, true, at(8), null, null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_batch_norm_backward_apply_last_f64");
        assertThat(longs(driver.launches.get(0), 12)).endsWith(0L, 0L, 8L, 0L);
        assertThat(driver.calls).doesNotContain("allocate");

        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, true, at(8), null, at(10), null));
        assertThat(longs(driver.launch("batch_norm_backward_apply"), 10)).endsWith(0L, 0L);
        assertThat(driver.entries()).hasSize(3);
    }

    @Test
    void gradientsNobodyWantsAreNotComputed() {
        backend.batchNormBackward(batchNormBackward(LAST, false, null, null, null, at(11)));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_batch_norm_backward_reduce_last_f64", "evenkeel_batch_norm_backward_finish_f64");
        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, false, null, at(9), null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_batch_norm_backward_apply_last_f64");
        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, false, null, null, null, null));
        backend.rowNormBackward(layerNormBackward(null, null, null));
        assertThat(driver.launches).isEmpty();
    }

    static Stream<Consumer<NormBackend>> operations() {
        return Stream.of(
                backend -> backend.rowNormForward(
                        new RowNormForwardOp(ROWS, at(1), null, null, null, at(3), null, null, null)),
                backend -> backend.rowNormBackward(layerNormBackward(at(8), at(9), at(10))),
                backend -> backend.batchNormTraining(training(FIRST, at(9), true)),
                backend -> backend.batchNormBackward(batchNormBackward(FIRST, false, at(8), at(9), at(10), at(11))),
                backend -> backend.fill(backend.allocate(DType.F64, 3000), 0.1));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whicheverCallFailsNothingIsLeaked(Consumer<NormBackend> operation) {
        RecordingDriver whole = new RecordingDriver();
        operation.accept(new CudaBackend(Device.cuda(0), whole));
        for (int call = 0; call < whole.calls.size(); call++) {
            RecordingDriver failing = new RecordingDriver();
            CudaBackend over = new CudaBackend(Device.cuda(0), failing);
            int kept = whole.memory.size();
            failing.failAfter(call);
            assertThatThrownBy(() -> operation.accept(over)).isInstanceOf(DeviceException.class);
            assertThat(failing.memory.size())
                    .as("after failure of call %d", call)
                    .isLessThanOrEqualTo(kept);
            failing.memory.clear();
            operation.accept(over);
            assertThat(failing.memory).hasSize(kept);
        }
    }

    private static RowNormBackwardOp layerNormBackward(
            @Nullable Buffer dx, @Nullable Buffer dweight, @Nullable Buffer dbias) {
        return new RowNormBackwardOp(ROWS, at(1), at(2), at(3), at(4), at(5), at(6), dx, dweight, dbias, true);
    }

    private static BatchNormTrainingOp training(ChannelGeometry geometry, @Nullable Buffer y, boolean running) {
        return new BatchNormTrainingOp(
                geometry,
                at(1),
                at(2),
                at(3),
                at(4),
                y,
                at(5),
                at(6),
                running ? new RunningMix(at(7), at(8), 0.1, 1.25) : null);
    }

    private static BatchNormBackwardOp batchNormBackward(
            ChannelGeometry geometry,
            boolean constant,
            @Nullable Buffer dx,
            @Nullable Buffer dresidual,
            @Nullable Buffer dweight,
            @Nullable Buffer dbias) {
        return new BatchNormBackwardOp(
                geometry, at(1), at(2), at(3), at(4), at(5), at(6), at(7), constant, dx, dresidual, dweight, dbias,
                false);
    }

    private static Buffer at(long address) {
        return CudaBuffer.borrow(address, DType.F32, 1);
    }

    private static long[] longs(Launch launch, int count) {
        long[] values = new long[count];
        launch.arguments().asLongBuffer().get(0, values);
        return values;
    }

    private static float[] floats(Launch launch, int offset, int count) {
        float[] values = new float[count];
        ByteBuffer from =
                launch.arguments().duplicate().order(launch.arguments().order());
        from.position(offset)
                .slice()
                .order(launch.arguments().order())
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
