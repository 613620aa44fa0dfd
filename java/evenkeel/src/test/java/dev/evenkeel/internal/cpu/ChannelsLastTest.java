package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.Layout;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Float against the reference loops on the same numbers in double: numbers of channels that leave every kind of
 * remainder, and data whose shifted sums are of no use the first time.
 */
class ChannelsLastTest {
    private static final int[][] SHAPES = {
        {2, 1},
        {5, 1},
        {1000, 1},
        {300, 3},
        {77, 31},
        {257, 33},
        {97, 100},
        {600, 64},
        {40, 500},
        {33, 1001},
        {20, 2500}
    };

    /** What x looks like. */
    private enum Data {
        NORMAL(0, 1, 1e-5),
        LARGE_MEAN(2e4, 1, 1e-5),
        OUTLIER(0, 1, 1e-5),
        TINY(0, 1e-25, 0),
        TINY_BESIDE_EPS(0, 1e-25, 1e-5),
        HUGE(0, 1e30, 1e-5);

        private final double mean;
        private final double std;
        private final double eps;

        Data(double mean, double std, double eps) {
            this.mean = mean;
            this.std = std;
            this.eps = eps;
        }

        HeapBuffer x(int count, int channels) {
            double[] values = new Randoms(1).normal(count, mean, std);
            for (int i = 0; this == OUTLIER && i < channels; i++) {
                values[i] = 1e4;
            }
            return buffer(values);
        }
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(SHAPES)
                .flatMap(shape -> Arrays.stream(Data.values()).map(data -> Arguments.of(shape[0], shape[1], data)));
    }

    /** Of two elements' gradients nothing is left but what eps makes of them. */
    static Stream<Arguments> backwardCases() {
        return cases().filter(arguments -> (int) arguments.get()[0] > 2);
    }

    static Stream<Arguments> groups() {
        return Arrays.stream(new int[][] {{3, 4, 8, 50}, {2, 33, 1, 40}, {2, 3, 67, 30}, {5, 1, 200, 9}, {3, 5, 7, 3}})
                .flatMap(shape -> Arrays.stream(Data.values()).map(data -> Arguments.of(shape, data)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void batchNorm(int rows, int channels, Data data) {
        ChannelGeometry floats = new ChannelGeometry(rows, channels, 1, data.eps, DType.F32, DType.F32, false);
        ChannelGeometry doubles = new ChannelGeometry(rows, channels, 1, data.eps, DType.F64, DType.F64, false);
        HeapBuffer x = data.x(rows * channels, channels);
        HeapBuffer weight = buffer(new Randoms(2).normal(channels, 1, 0.2));
        HeapBuffer expected = HeapBuffer.allocate(DType.F64, rows * channels);
        forward(new ScalarBackend(), doubles, x.convert(DType.F64), weight.convert(DType.F64), expected);
        for (NormBackend backend : backends()) {
            HeapBuffer y = HeapBuffer.allocate(DType.F32, rows * channels);
            forward(backend, floats, x, weight, y);
            near(y, expected, 3e-7);
        }
    }

    private static void forward(
            NormBackend backend, ChannelGeometry geometry, HeapBuffer x, HeapBuffer weight, HeapBuffer y) {
        HeapBuffer mean = HeapBuffer.allocate(geometry.dtype(), geometry.channels());
        HeapBuffer rstd = HeapBuffer.allocate(geometry.dtype(), geometry.channels());
        backend.batchNormTraining(new BatchNormTrainingOp(geometry, x, null, weight, null, y, mean, rstd, null));
    }

    @ParameterizedTest
    @MethodSource("backwardCases")
    void batchNormBackward(int rows, int channels, Data data) {
        int n = rows * channels;
        ChannelGeometry floats = new ChannelGeometry(rows, channels, 1, data.eps, DType.F32, DType.F32, true);
        ChannelGeometry doubles = new ChannelGeometry(rows, channels, 1, data.eps, DType.F64, DType.F64, true);
        HeapBuffer x = data.x(n, channels);
        HeapBuffer dy = buffer(new Randoms(2).normal(n, 0, 1));
        // far from relu's kink, where rounding would decide
        HeapBuffer residual = buffer(Arrays.stream(new Randoms(3).normal(n, 0, 1))
                .map(v -> Math.signum(v) * 1e5)
                .toArray());
        HeapBuffer dx = HeapBuffer.allocate(DType.F64, n);
        HeapBuffer dweight = HeapBuffer.allocate(DType.F64, channels);
        backward(
                new ScalarBackend(),
                doubles,
                dy.convert(DType.F64),
                x.convert(DType.F64),
                residual.convert(DType.F64),
                dx,
                dweight);
        for (NormBackend backend : backends()) {
            // in place: dx is where x was, dresidual where dy was
            HeapBuffer inPlace = x.convert(DType.F32);
            HeapBuffer ownDy = dy.convert(DType.F32);
            HeapBuffer actual = HeapBuffer.allocate(DType.F32, channels);
            backward(backend, floats, ownDy, inPlace, residual, inPlace, actual);
            near(inPlace, dx, rows <= 5 ? 1e-4 : 1e-6);
            near(actual, dweight, 1e-6);
            for (int i = 0; i < n; i++) {
                assertThat(ownDy.get(i)).isEqualTo(residual.get(i) < 0 ? 0 : dy.get(i));
            }
        }
    }

    private static void backward(
            NormBackend backend,
            ChannelGeometry geometry,
            HeapBuffer dy,
            HeapBuffer x,
            HeapBuffer residual,
            HeapBuffer dx,
            HeapBuffer dweight) {
        backend.batchNormBackward(new BatchNormBackwardOp(
                geometry, dy, x, residual, null, null, null, null, false, dx, dy, dweight, null, false));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void groupNorm(int[] shape, Data data) {
        int n = shape[0] * shape[1] * shape[2] * shape[3];
        HeapBuffer x = data.x(n, 1);
        HeapBuffer dy = buffer(new Randoms(2).normal(n, 0, 1));
        HeapBuffer weight = buffer(new Randoms(3).normal(shape[1] * shape[2], 1, 0.2));
        List<HeapBuffer> expected = groupNorm(
                new ScalarBackend(),
                geometry(shape, data, DType.F64),
                x.convert(DType.F64),
                dy.convert(DType.F64),
                weight.convert(DType.F64));
        for (NormBackend backend : backends()) {
            List<HeapBuffer> actual = groupNorm(backend, geometry(shape, data, DType.F32), x, dy, weight);
            near(actual.get(0), expected.get(0), 3e-7);
            near(actual.get(1), expected.get(1), 2e-6);
            near(actual.get(2), expected.get(2), 1e-6);
        }
    }

    private static GroupGeometry geometry(int[] shape, Data data, DType dtype) {
        return new GroupGeometry(shape[0], shape[1], shape[2], shape[3], Layout.CHANNELS_LAST, data.eps, dtype, dtype);
    }

    /** y, dx and dweight. */
    private static List<HeapBuffer> groupNorm(
            NormBackend backend, GroupGeometry geometry, HeapBuffer x, HeapBuffer dy, HeapBuffer weight) {
        HeapBuffer y = HeapBuffer.allocate(geometry.dtype(), geometry.count());
        HeapBuffer dx = HeapBuffer.allocate(geometry.dtype(), geometry.count());
        HeapBuffer dweight = HeapBuffer.allocate(geometry.dtype(), geometry.channels());
        backend.groupNormForward(new GroupNormForwardOp(geometry, x, weight, null, y, null, null, null));
        backend.groupNormBackward(
                new GroupNormBackwardOp(geometry, dy, x, weight, null, null, dx, dweight, null, false));
        return List.of(y, dx, dweight);
    }

    private static List<NormBackend> backends() {
        return List.of(
                new CpuBackend(new Execution(new ParallelChunks(1), Loops.plain())),
                new CpuBackend(new Execution(new ParallelChunks(2), VectorModule.loops())));
    }

    private static HeapBuffer buffer(double[] values) {
        return HeapBuffer.wrap(values).convert(DType.F32);
    }

    private static void near(HeapBuffer actual, HeapBuffer expected, double tolerance) {
        assertThat(Closeness.relativeL2(actual.convert(DType.F64).doubles(), expected.doubles()))
                .isLessThan(tolerance);
    }
}
