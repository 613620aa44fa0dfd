package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormConvention;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Recomputed running statistics are those of all the data, whatever the layer had before. */
class PreciseBatchNormTest {
    private static final int CHANNELS = 3;

    private static double[] values(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[rows * CHANNELS];
        Arrays.setAll(values, i -> 100 * (i % CHANNELS) + (1 + i % CHANNELS) * random.nextDouble());
        return values;
    }

    private static Tensor rows(double[] values) {
        return Tensor.copyOf(values, Shape.of(values.length / CHANNELS, CHANNELS), DType.F64, Device.CPU);
    }

    private static BatchNorm.Builder builder() {
        return BatchNorm.builder(CHANNELS).dtype(DType.F64);
    }

    /** Mean and variance of one channel over both arrays. */
    private static double[] moments(int channel, boolean biased, double[]... parts) {
        double[] all = Arrays.stream(parts)
                .flatMapToDouble(part ->
                        IntStream.range(0, part.length / CHANNELS).mapToDouble(r -> part[r * CHANNELS + channel]))
                .toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double m2 = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum();
        return new double[] {mean, m2 / (biased ? all.length : all.length - 1)};
    }

    @Test
    void poolsBatchesOfDifferentSizes() {
        for (BatchNormConvention convention : List.of(BatchNormConvention.TORCH, BatchNormConvention.KERAS)) {
            BatchNorm norm = builder().convention(convention).build(Device.CPU);
            double[] first = values(40, 1);
            double[] second = values(7, 2);
            norm.forwardTraining(rows(values(5, 3))).close();
            PreciseBatchNorm.recalibrate(Sequential.of(norm), List.of(rows(first), rows(second)));
            RunningStats stats = norm.runningStats();
            for (int c = 0; c < CHANNELS; c++) {
                double[] expected = moments(c, convention == BatchNormConvention.KERAS, first, second);
                assertThat(stats.mean().toDoubleArray()[c]).isCloseTo(expected[0], within(1e-12 * 300));
                assertThat(stats.variance().toDoubleArray()[c]).isCloseTo(expected[1], within(1e-12 * expected[1]));
            }
            assertThat(stats.numBatchesTracked()).isEqualTo(2);
        }
    }

    @Test
    void givesLaterLayersWhatTheyHaveInTraining() {
        BatchNorm first = builder().build(Device.CPU);
        BatchNorm second = builder().eps(1).build(Device.CPU);
        first.weight().value().fill(5);
        double[] a = values(30, 4);
        double[] b = values(30, 5);
        PreciseBatchNorm.recalibrate(Sequential.of(Sequential.of(first), second), List.of(rows(a), rows(b)));
        double[] seen = first.forwardTraining(rows(a)).output().toDoubleArray();
        double[] seenToo = first.forwardTraining(rows(b)).output().toDoubleArray();
        for (int c = 0; c < CHANNELS; c++) {
            double[] expected = moments(c, false, seen, seenToo);
            assertThat(second.runningStats().mean().toDoubleArray()[c]).isCloseTo(expected[0], within(1e-12));
            assertThat(second.runningStats().variance().toDoubleArray()[c]).isCloseTo(expected[1], within(1e-11));
        }
    }

    @Test
    void changesNothingWhenItFails() {
        BatchNorm norm = builder().build(Device.CPU);
        Tensor narrow = Tensor.zeros(Shape.of(4, 2), DType.F64, Device.CPU);
        assertThatThrownBy(() -> PreciseBatchNorm.recalibrate(Sequential.of(norm), List.of(rows(values(9, 6)), narrow)))
                .hasMessageContaining("3 channels")
                .hasMessageContaining("[4, 2]");
        assertThat(norm.runningStats().mean().toDoubleArray()).containsOnly(0);
        assertThat(norm.runningStats().numBatchesTracked()).isZero();
        assertThatThrownBy(() -> PreciseBatchNorm.recalibrate(Sequential.of(norm), List.of()))
                .hasMessage("running statistics need at least one batch");
        Sequential without = Sequential.of(builder().trackRunningStats(false).build(Device.CPU));
        assertThatThrownBy(() -> PreciseBatchNorm.recalibrate(without, List.of(rows(values(9, 7)))))
                .hasMessageStartingWith("there is no batch norm with running statistics in Sequential(");
    }
}
