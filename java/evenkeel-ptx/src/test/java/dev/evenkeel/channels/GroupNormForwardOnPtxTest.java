package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.Layout;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.ptx.PtxDevices;
import dev.evenkeel.testing.Closeness;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Group and instance norm, forward, by the formula in double. */
class GroupNormForwardOnPtxTest {
    private static final double EPS = 1e-5;

    /** What is normalized, on which device. */
    record Case(Device device, GroupGeometry geometry, int offset) {
        /** The sample's group that an element is in. */
        int group(int i) {
            return (int) (channel(i) / geometry.groupChannels() + sample(i) * geometry.groups());
        }

        int channel(int i) {
            long within = i % (geometry.channels() * geometry.inner());
            return (int)
                    (geometry.layout() == Layout.CHANNELS_FIRST
                            ? within / geometry.inner()
                            : within % geometry.channels());
        }

        private long sample(int i) {
            return i / (geometry.channels() * geometry.inner());
        }
    }

    static Stream<Case> cases() {
        long[][] shapes = {
            {1, 1, 1, 2},
            {3, 2, 3, 5},
            {2, 4, 4, 49},
            {2, 7, 1, 49},
            {3, 8, 1, 196},
            {2, 2, 16, 64},
            {2, 1, 12, 35},
            {1, 3, 2, 3000},
            {2, 3, 1, 2500},
            {5, 3, 1, 4},
            {2, 2, 300, 7},
            {2, 32, 10, 64},
            {2, 3, 333, 5}
        };
        Stream.Builder<Case> cases = Stream.builder();
        int i = 0;
        for (long[] shape : shapes) {
            for (Layout layout : Layout.values()) {
                for (DType dtype : DType.values()) {
                    GroupGeometry geometry = new GroupGeometry(
                            shape[0], shape[1], shape[2], shape[3], layout, EPS, dtype, dtype.statistics());
                    cases.add(new Case(PtxDevices.all().get(i++ % 3), geometry, i % 2));
                }
            }
        }
        return cases.build();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forwardIsTheFormula(Case c) {
        GroupGeometry geometry = c.geometry;
        DType dtype = geometry.dtype();
        DType statistics = dtype.statistics();
        try (DeviceMemory memory = new DeviceMemory(Backends.of(c.device), 3)) {
            boolean narrow = dtype == DType.F16 || dtype == DType.BF16;
            Buffer x = memory.normal(dtype, geometry.count(), narrow ? 1 : 1e4, 1, c.offset);
            Buffer weight = memory.normal(statistics, geometry.channels(), 1, 0.5, 0);
            Buffer bias = memory.normal(statistics, geometry.channels(), 0, 0.5, 0);
            Buffer y = memory.unwritten(dtype, geometry.count(), c.offset);
            long sets = geometry.samples() * geometry.groups();
            Buffer mean = memory.unwritten(statistics, sets, 0);
            Buffer rstd = memory.unwritten(statistics, sets, 0);
            Buffer runningMean = memory.normal(statistics, geometry.groups(), 0, 1, 0);
            Buffer runningVar = memory.normal(statistics, geometry.groups(), 2, 0.1, 0);
            double[] oldMean = memory.values(runningMean);
            double[] oldVar = memory.values(runningVar);
            RunningMix mix = geometry.groupChannels() == 1 ? new RunningMix(runningMean, runningVar, 0.25, 1.5) : null;
            Backends.of(c.device)
                    .groupNormForward(new GroupNormForwardOp(geometry, x, weight, bias, y, mean, rstd, mix));

            double[] values = memory.values(x);
            Expected expected = Expected.of(c, values, memory.values(weight), memory.values(bias));
            assertThat(Closeness.relativeL2(memory.values(y), expected.y)).isLessThan(tolerance(dtype));
            check(statistics, memory.values(mean), expected.mean);
            check(statistics, memory.values(rstd), expected.rstd());
            if (mix != null) {
                check(statistics, memory.values(runningMean), expected.mixed(c, oldMean, expected.mean, 1));
                check(statistics, memory.values(runningVar), expected.mixed(c, oldVar, expected.variance, 1.5));
            }
        }
    }

    private record Expected(double[] mean, double[] variance, double[] y) {
        static Expected of(Case c, double[] x, double[] weight, double[] bias) {
            int sets = (int) (c.geometry.samples() * c.geometry.groups());
            double[] mean = new double[sets];
            double[] variance = new double[sets];
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                mean[c.group(i)] += x[i] / c.geometry.perGroup();
            }
            double[] off = new double[sets];
            for (int i = 0; i < x.length; i++) {
                off[c.group(i)] += (x[i] - mean[c.group(i)]) / c.geometry.perGroup();
            }
            Arrays.setAll(mean, set -> mean[set] + off[set]);
            for (int i = 0; i < x.length; i++) {
                double d = x[i] - mean[c.group(i)];
                variance[c.group(i)] += d * d / c.geometry.perGroup();
            }
            for (int i = 0; i < x.length; i++) {
                int set = c.group(i);
                double xhat = (x[i] - mean[set]) / Math.sqrt(variance[set] + EPS);
                y[i] = xhat * weight[c.channel(i)] + bias[c.channel(i)];
            }
            return new Expected(mean, variance, y);
        }

        double[] rstd() {
            double[] rstd = new double[variance.length];
            for (int set = 0; set < rstd.length; set++) {
                rstd[set] = 1 / Math.sqrt(variance[set] + EPS);
            }
            return rstd;
        }

        double[] mixed(Case c, double[] old, double[] batch, double correction) {
            double[] mixed = new double[old.length];
            for (int channel = 0; channel < mixed.length; channel++) {
                double average = 0;
                for (int s = 0; s < c.geometry.samples(); s++) {
                    average += batch[s * mixed.length + channel] / c.geometry.samples();
                }
                mixed[channel] = 0.75 * old[channel] + 0.25 * average * correction;
            }
            return mixed;
        }
    }

    private static void check(DType statistics, double[] actual, double[] expected) {
        assertThat(Closeness.relativeL2(actual, expected)).isLessThan(statistics == DType.F64 ? 1e-11 : 5e-7);
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case F64 -> 1e-11;
            case F32 -> 2e-7;
            case F16 -> 1e-3;
            case BF16 -> 8e-3;
        };
    }
}
