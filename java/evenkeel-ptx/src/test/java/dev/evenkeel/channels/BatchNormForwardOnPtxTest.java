package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.ptx.PtxDevices;
import dev.evenkeel.testing.Closeness;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch norm, forward, by the formula in double: shapes that meet every way of going over a tensor. */
class BatchNormForwardOnPtxTest {
    private static final double EPS = 1e-5;

    /** What is normalized, on which device. */
    record Case(Device device, long outer, long channels, long inner, DType dtype, double mean, int offset) {
        ChannelGeometry geometry(boolean relu) {
            return new ChannelGeometry(outer, channels, inner, EPS, dtype, dtype.statistics(), relu);
        }
    }

    static Stream<Case> cases() {
        long[][] shapes = {
            {4, 3, 1},
            {3, 5, 1},
            {700, 8, 1},
            {37, 33, 1},
            {9, 129, 1},
            {21, 301, 1},
            {13, 1003, 1},
            {40, 2050, 1},
            {900, 301, 1},
            {2500, 259, 1},
            {1300, 64, 1},
            {3000, 3, 1},
            {6, 4, 49},
            {70, 16, 9},
            {9, 7, 49},
            {5, 6, 196},
            {4, 3, 361},
            {3, 5, 900},
            {5, 1, 2},
            {70, 3, 2},
            {2, 3, 1025},
            {3, 2, 2500},
            {3, 3, 3249},
            {2, 1, 40000}
        };
        Stream.Builder<Case> cases = Stream.builder();
        int i = 0;
        for (long[] shape : shapes) {
            for (DType dtype : DType.values()) {
                Device device = PtxDevices.all().get(i++ % 3);
                double mean = dtype == DType.F16 || dtype == DType.BF16 ? 1 : 1e4;
                cases.add(new Case(device, shape[0], shape[1], shape[2], dtype, mean, i % 2));
            }
        }
        return cases.build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainingIsTheFormula(Case c) {
        ChannelGeometry geometry = c.geometry(true);
        try (DeviceMemory memory = new DeviceMemory(Backends.of(c.device), 3)) {
            DType statistics = c.dtype.statistics();
            Buffer x = memory.normal(c.dtype, geometry.count(), c.mean, 1, c.offset);
            Buffer residual = memory.normal(c.dtype, geometry.count(), 0, 1, c.offset);
            Buffer weight = memory.normal(statistics, c.channels, 1, 0.5, 0);
            Buffer bias = memory.normal(statistics, c.channels, 0, 0.5, 0);
            Buffer y = memory.unwritten(c.dtype, geometry.count(), c.offset);
            Buffer mean = memory.unwritten(statistics, c.channels, 0);
            Buffer rstd = memory.unwritten(statistics, c.channels, 0);
            Buffer runningMean = memory.normal(statistics, c.channels, 0, 1, 0);
            Buffer runningVar = memory.normal(statistics, c.channels, 2, 0.1, 0);
            double[] oldMean = memory.values(runningMean);
            double[] oldVar = memory.values(runningVar);
            RunningMix mix = new RunningMix(runningMean, runningVar, 0.25, 1.5);
            Backends.of(c.device)
                    .batchNormTraining(
                            new BatchNormTrainingOp(geometry, x, residual, weight, bias, y, mean, rstd, mix));

            ChannelFormulas found = ChannelFormulas.of(memory.values(x), c.outer, c.channels, c.inner);
            double[] expected = found.normalized(
                    memory.values(x), EPS, memory.values(weight), memory.values(bias), memory.values(residual), true);
            assertThat(Closeness.relativeL2(memory.values(y), expected)).isLessThan(tolerance(c.dtype));
            check(statistics, memory.values(mean), found.mean());
            check(statistics, memory.values(rstd), found.rstd(EPS));
            check(statistics, memory.values(runningMean), mixed(oldMean, found.mean(), 1));
            check(statistics, memory.values(runningVar), mixed(oldVar, found.variance(), 1.5));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inPlaceGivesTheSameBits(Case c) {
        ChannelGeometry geometry = c.geometry(false);
        try (DeviceMemory memory = new DeviceMemory(Backends.of(c.device), 4)) {
            DType statistics = c.dtype.statistics();
            Buffer x = memory.normal(c.dtype, geometry.count(), c.mean, 1, c.offset);
            Buffer y = memory.unwritten(c.dtype, geometry.count(), c.offset);
            Buffer mean = memory.unwritten(statistics, c.channels, 0);
            Buffer rstd = memory.unwritten(statistics, c.channels, 0);
            for (Buffer target : List.of(y, x)) {
                Backends.of(c.device)
                        .batchNormTraining(
                                new BatchNormTrainingOp(geometry, x, null, null, null, target, mean, rstd, null));
            }
            assertThat(memory.values(x)).isEqualTo(memory.values(y));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneLaunchGivesTheBitsOfTwo(Case c) {
        ChannelGeometry geometry = c.geometry(true);
        try (DeviceMemory memory = new DeviceMemory(Backends.of(c.device), 6)) {
            DType statistics = c.dtype.statistics();
            Buffer x = memory.normal(c.dtype, geometry.count(), c.mean, 1, 0);
            Buffer once = memory.unwritten(c.dtype, geometry.count(), 0);
            Buffer twice = memory.unwritten(c.dtype, geometry.count(), 0);
            Buffer mean = memory.unwritten(statistics, c.channels, 0);
            Buffer rstd = memory.unwritten(statistics, c.channels, 0);
            NormBackend backend = Backends.of(c.device);
            backend.batchNormTraining(new BatchNormTrainingOp(geometry, x, null, null, null, once, mean, rstd, null));
            Buffer foundMean = memory.unwritten(statistics, c.channels, 0);
            Buffer rest = memory.unwritten(statistics, c.channels, 0);
            Buffer m2 = memory.unwritten(statistics, c.channels, 0);
            backend.batchNormStatistics(new BatchNormStatisticsOp(geometry, x, foundMean, rest, m2));
            backend.batchNormInference(
                    new BatchNormInferenceOp(geometry, x, null, null, null, foundMean, rest, rstd, twice));
            assertThat(memory.values(mean)).isEqualTo(memory.values(foundMean));
            assertThat(memory.values(once)).isEqualTo(memory.values(twice));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void replicasTogetherAreOneBigBatch(Case c) {
        ChannelGeometry geometry = c.geometry(false);
        try (DeviceMemory memory = new DeviceMemory(Backends.of(c.device), 5)) {
            DType statistics = c.dtype.statistics();
            long replicas = 2;
            Buffer x = memory.normal(c.dtype, replicas * geometry.count(), c.mean, 1, c.offset);
            Buffer means = memory.unwritten(statistics, replicas * c.channels, 0);
            Buffer rests = memory.unwritten(statistics, replicas * c.channels, 0);
            Buffer m2s = memory.unwritten(statistics, replicas * c.channels, 0);
            for (long replica = 0; replica < replicas; replica++) {
                Backends.of(c.device)
                        .batchNormStatistics(new BatchNormStatisticsOp(
                                geometry,
                                memory.part(x, replica * geometry.count(), geometry.count()),
                                memory.part(means, replica * c.channels, c.channels),
                                memory.part(rests, replica * c.channels, c.channels),
                                memory.part(m2s, replica * c.channels, c.channels)));
            }
            Buffer mean = memory.unwritten(statistics, c.channels, 0);
            Buffer rest = memory.unwritten(statistics, c.channels, 0);
            Buffer rstd = memory.unwritten(statistics, c.channels, 0);
            Buffer runningMean = memory.unwritten(statistics, c.channels, 0);
            Buffer runningVar = memory.unwritten(statistics, c.channels, 0);
            RunningMix mix = new RunningMix(runningMean, runningVar, 1, 1.5);
            List<Long> counts = List.of(geometry.perChannel(), geometry.perChannel());
            Backends.of(c.device)
                    .batchNormMerge(new BatchNormMergeOp(
                            c.channels, statistics, EPS, counts, means, rests, m2s, mean, rest, rstd, mix));
            Buffer y = memory.unwritten(c.dtype, geometry.count(), c.offset);
            Buffer first = memory.part(x, 0, geometry.count());
            Backends.of(c.device)
                    .batchNormInference(
                            new BatchNormInferenceOp(geometry, first, null, null, null, mean, rest, rstd, y));

            double[] values = memory.values(x);
            ChannelFormulas found = ChannelFormulas.of(values, replicas * c.outer, c.channels, c.inner);
            double[] expected = new double[(int) geometry.count()];
            System.arraycopy(found.normalized(values, EPS, null, null, null, false), 0, expected, 0, expected.length);
            assertThat(Closeness.relativeL2(memory.values(y), expected)).isLessThan(tolerance(c.dtype));
            check(statistics, memory.values(rstd), found.rstd(EPS));
            check(statistics, memory.values(runningMean), found.mean());
            check(statistics, memory.values(runningVar), mixed(new double[(int) c.channels], found.variance(), 1.5, 1));
        }
    }

    private static double[] mixed(double[] old, double[] batch, double correction) {
        return mixed(old, batch, correction, 0.25);
    }

    private static double[] mixed(double[] old, double[] batch, double correction, double factor) {
        double[] mixed = new double[old.length];
        for (int c = 0; c < mixed.length; c++) {
            mixed[c] = (1 - factor) * old[c] + factor * batch[c] * correction;
        }
        return mixed;
    }

    private static void check(DType statistics, double[] actual, double[] expected) {
        assertThat(Closeness.relativeL2(actual, expected)).isLessThan(statistics == DType.F64 ? 1e-12 : 5e-7);
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case F64 -> 1e-12;
            case F32 -> 2e-7;
            case F16 -> 1e-3;
            case BF16 -> 8e-3;
        };
    }
}
