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
import java.util.Arrays;
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
    void rowNormForwardIsOneLaunch() {
        backend.rowNormForward(new RowNormForwardOp(ROWS, at(16), null, at(32), null, at(48), null, at(4), at(5)));
        Launch launch = driver.launches.get(0);
        assertThat(driver.entries()).containsExactly("evenkeel_row_norm_forward_v4_f16");
        assertThat(launch.config()).isEqualTo(new LaunchConfig(25, 1, 128, 1));
        assertThat(longs(launch, 10)).containsExactly(16L, 0L, 32L, 0L, 48L, 0L, 4L, 5L, 100L, 768L);
        assertThat(ints(launch, 80, 3)).as("norm, parameters' type, lanes").containsExactly(0, 0, 32);
        assertThat(floats(launch, 92, 2)).containsExactly(1e-6f, 0f);
        assertThat(launch.arguments().remaining()).isEqualTo(100);
        assertThat(driver.calls).doesNotContain("allocate");
    }

    @Test
    void unalignedRowsGoThroughSharedMemory() {
        backend.rowNormForward(new RowNormForwardOp(ROWS, at(16), null, at(32), null, at(50), null, at(4), at(5)));
        Launch launch = driver.launches.get(0);
        assertThat(driver.entries()).containsExactly("evenkeel_row_norm_forward_any_f16");
        int slots = 3 * 128 * 16;
        assertThat(launch.config()).isEqualTo(new LaunchConfig(25, 1, 128, 1).withShared(2 * slots + 64));
        assertThat(ints(launch, 88, 7)).as("norm, types, lanes, vectors, kept").containsExactly(0, 1, 1, 0, 32, 3, 1);
    }

    @Test
    void rowNormBackwardLaunchesWhatIsAskedFor() {
        backend.rowNormBackward(rowNormBackward(at(128), null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_row_norm_backward_v2_f16");
        assertThat(driver.launches.get(0).config()).isEqualTo(new LaunchConfig(25, 1, 256, 1));
        assertThat(longs(driver.launches.get(0), 14))
                .containsExactly(16L, 32L, 48L, 4L, 5L, 96L, 128L, 0L, 0L, 0L, 0L, 100L, 768L, 25L);
        assertThat(driver.calls).doesNotContain("allocate");

        driver.launches.clear();
        backend.rowNormBackward(rowNormBackward(null, at(144), null));
        assertThat(driver.entries())
                .containsExactly("evenkeel_row_norm_backward_v2_f16", "evenkeel_row_norm_finish_f32");
        Launch rows = driver.launches.get(0);
        Launch finish = driver.launches.get(1);
        assertThat(rows.config()).isEqualTo(new LaunchConfig(13, 1, 512, 1));
        long partials = rows.arguments().getLong(56);
        assertThat(partials).isNotZero();
        assertThat(longs(rows, 14)).endsWith(partials, 0L, 144L, 0L, 100L, 768L, 13L);
        assertThat(ints(rows, 112, 5))
                .as("norm, parameters' type, lanes, accumulate, finish")
                .containsExactly(0, 0, 64, 1, 0);
        assertThat(longs(finish, 6)).containsExactly(partials, 0L, 144L, 0L, 768L, 13L);
        assertThat(ints(finish, 48, 2)).as("parameters' type, accumulate").containsExactly(0, 1);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void rowsTooLongForTheirSumsAreTakenByColumns() {
        RowGeometry geometry = new RowGeometry(3, 1 << 20, 1e-6, DType.F16, DType.F16, RowNorm.LAYER, 0);
        backend.rowNormBackward(new RowNormBackwardOp(
                geometry, at(16), at(32), at(48), at(4), null, null, at(64), at(80), at(96), false));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_row_norm_forward_any_f16",
                        "evenkeel_row_norm_backward_columns_f16",
                        "evenkeel_row_norm_backward_any_f16",
                        "evenkeel_row_norm_finish_f32");
        long dweight = driver.launches.get(1).arguments().getLong(40);
        long dbias = dweight + (1 << 20) * Float.BYTES;
        long rstd = dbias + (1 << 20) * Float.BYTES + 2 * 3 * Float.BYTES;
        assertThat(longs(driver.launches.get(0), 9)).endsWith(rstd - 6 * Float.BYTES, rstd - 3 * Float.BYTES, rstd);
        assertThat(longs(driver.launches.get(1), 7)).containsExactly(16L, 32L, 4L, 0L, rstd, dweight, dbias);
        assertThat(longs(driver.launches.get(2), 11)).endsWith(64L, 0L, 0L, 0L, 0L);
        assertThat(longs(driver.launches.get(3), 4)).containsExactly(dweight, dbias, 80L, 96L);
    }

    @Test
    void batchNormTrainingMovesTheRunningStatisticsLast() {
        backend.batchNormTraining(training(FIRST, at(9), true));
        assertThat(driver.entries())
                .containsExactly("evenkeel_channel_norm_stats_strips_f32", "evenkeel_channel_norm_apply_rows_f32");
        Launch stats = driver.launches.get(0);
        Launch apply = driver.launches.get(1);
        long rest = stats.arguments().getLong(72);
        long m2 = stats.arguments().getLong(80);
        assertThat(longs(stats, 5)).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(longs(stats, 12)).endsWith(5L, rest, m2, 6L);
        assertThat(stats.arguments().getFloat(96)).isEqualTo(1e-3f);
        assertThat(longs(apply, 9)).containsExactly(1L, 2L, 5L, rest, 6L, 3L, 4L, 9L, 1L);
        assertThat(apply.arguments().getInt(72)).as("wide").isZero();
        assertThat(apply.arguments().getInt(76)).as("relu").isEqualTo(1);
        assertThat(longs(apply, 15)).endsWith(7L, 8L, 5L, m2, 0L);
        assertThat(floats(apply, 120, 2)).containsExactly(0.1f, 1.25f);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void statisticsAloneApplyNothing() {
        backend.batchNormTraining(training(LAST, null, false));
        assertThat(driver.entries()).containsExactly("evenkeel_channel_norm_stats_strips_f64");
        assertThat(driver.launches.get(0).arguments().getDouble(96)).isEqualTo(1e-3);
        driver.launches.clear();
        backend.batchNormTraining(training(LAST, null, true));
        assertThat(driver.entries())
                .containsExactly("evenkeel_channel_norm_stats_strips_f64", "evenkeel_channel_norm_running_f64");
    }

    @Test
    void whatFitsTheDeviceIsTrainedInOneLaunch() {
        Buffer y = CudaBuffer.borrow(32, DType.F32, 2400);
        backend.batchNormTraining(new BatchNormTrainingOp(
                FIRST,
                CudaBuffer.borrow(16, DType.F32, 2400),
                null,
                at(3),
                null,
                y,
                at(5),
                at(6),
                new RunningMix(at(7), at(8), 0.1, 1.25)));
        assertThat(driver.entries()).containsExactly("evenkeel_channel_norm_stats_strips_f32");
        Launch launch = driver.launches.get(0);
        assertThat(launch.config().cooperative()).isTrue();
        assertThat(launch.config().sharedBytes()).isEqualTo(8192);
        assertThat(longs(launch, 5)).containsExactly(16L, 0L, 3L, 0L, 32L);
        assertThat(longs(launch, 15)).endsWith(7L, 8L);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void arrivalsAreClearedWhereThereAreChunks() {
        ChannelGeometry large = new ChannelGeometry(100_000, 64, 1, 1e-3, DType.F16, DType.F16, false);
        backend.batchNormTraining(training(large, at(9), false));
        assertThat(driver.calls).containsSubsequence("fill", "launch", "launch");
        driver.calls.clear();
        backend.batchNormTraining(training(FIRST, at(9), false));
        assertThat(driver.calls).doesNotContain("fill");
    }

    @Test
    void batchNormInferenceAndInverseStdAreOneLaunchEach() {
        backend.batchNormInference(new BatchNormInferenceOp(LAST, at(1), null, null, null, at(5), null, at(6), at(7)));
        backend.inverseStd(backend.borrow(8, DType.F64, 40), backend.borrow(9, DType.F64, 40), 0.25);
        assertThat(driver.entries())
                .containsExactly("evenkeel_channel_norm_apply_rows_f64", "evenkeel_channel_norm_rstd_f64");
        assertThat(driver.calls).doesNotContain("allocate");
        assertThat(longs(driver.launches.get(1), 3)).containsExactly(8L, 9L, 40L);
        assertThat(driver.launches.get(1).arguments().getDouble(24)).isEqualTo(0.25);
    }

    @Test
    void batchNormBackwardSumsThenWrites() {
        backend.batchNormBackward(batchNormBackward(FIRST, false, at(8), at(9), at(10), at(11)));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_channel_norm_backward_tiles_f32", "evenkeel_channel_norm_backward_tiles_f32");
        Launch reduce = driver.launches.get(0);
        Launch apply = driver.launches.get(1);
        long sums = reduce.arguments().getLong(17 * Long.BYTES);
        assertThat(longs(reduce, 12)).containsExactly(1L, 2L, 3L, 6L, 0L, 7L, 4L, 5L, 0L, 0L, 0L, 0L);
        assertThat(longs(apply, 14)).containsExactly(1L, 2L, 3L, 6L, 0L, 7L, 4L, 5L, 8L, 9L, 10L, 11L, 0L, 0L);
        for (Launch launch : driver.launches) {
            assertThat(longs(launch, 26)).endsWith(sums, sums + 6 * Float.BYTES, 0L, 0L, 1L, 4L, 6L, 100L, 400L);
            assertThat(launch.arguments().getInt(216)).as("relu").isEqualTo(1);
        }
        assertThat(reduce.arguments().getInt(224)).as("phases").isEqualTo(1);
        assertThat(apply.arguments().getInt(224)).as("phases").isEqualTo(2 + 4);
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void constantStatisticsNeedNoSumsForTheInput() {
        backend.batchNormBackward(batchNormBackward(LAST, true, at(8), null, null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_channel_norm_backward_tiles_f64");
        assertThat(longs(driver.launches.get(0), 21)).endsWith(8L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(driver.launches.get(0).arguments().getInt(224)).as("phases").isEqualTo(2);
        assertThat(driver.calls).doesNotContain("allocate");

        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, true, at(8), null, at(10), null));
        assertThat(driver.launches.stream()
                        .map(launch -> launch.arguments().getInt(224))
                        .toList())
                .as("dx with the sums, then the parameters alone")
                .containsExactly(1 + 2 + 8, 4);
    }

    @Test
    void gradientsNobodyWantsAreNotComputed() {
        backend.batchNormBackward(batchNormBackward(LAST, false, null, null, null, at(11)));
        assertThat(driver.entries())
                .containsExactly(
                        "evenkeel_channel_norm_backward_tiles_f64", "evenkeel_channel_norm_backward_tiles_f64");
        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, false, null, at(9), null, null));
        assertThat(driver.entries()).containsExactly("evenkeel_channel_norm_backward_tiles_f64");
        driver.launches.clear();
        backend.batchNormBackward(batchNormBackward(LAST, false, null, null, null, null));
        backend.rowNormBackward(rowNormBackward(null, null, null));
        assertThat(driver.launches).isEmpty();
    }

    static Stream<Consumer<NormBackend>> operations() {
        return Stream.of(
                backend -> backend.rowNormForward(
                        new RowNormForwardOp(ROWS, at(1), null, null, null, at(3), null, null, null)),
                backend -> backend.rowNormBackward(rowNormBackward(at(8), at(9), at(10))),
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

    private static RowNormBackwardOp rowNormBackward(
            @Nullable Buffer dx, @Nullable Buffer dweight, @Nullable Buffer dbias) {
        return new RowNormBackwardOp(ROWS, at(16), at(32), at(48), at(4), at(5), at(96), dx, dweight, dbias, true);
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

    /** A buffer of the type that the row norms here have; nobody looks at those of other operations. */
    private static Buffer at(long address) {
        return CudaBuffer.borrow(address, DType.F16, 1);
    }

    private static long[] longs(Launch launch, int count) {
        long[] values = new long[count];
        launch.arguments().asLongBuffer().get(0, values);
        return values;
    }

    private static int[] ints(Launch launch, int offset, int count) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> launch.arguments().getInt(offset + i * Integer.BYTES));
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
