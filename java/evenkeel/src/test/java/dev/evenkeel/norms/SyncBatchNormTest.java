package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas of unequal size, one of them empty, compute what one device computes of the whole batch in float64. */
class SyncBatchNormTest {
    private static final long[] PARTS = {5, 0, 12, 1};
    private static final long CHANNELS = 3;

    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }
    }

    @Test
    void whatIsRefused() {
        Tensor x = Tensor.zeros(Shape.of(1, 3), DType.F32, Device.CPU);
        BatchNormStatistics one = SyncBatchNorm.statistics(BatchNormCall.of(x));
        refused("there are no replicas", () -> SyncBatchNorm.merge(List.of(), 0, null, Device.CPU));
        refused(
                "expected more than 1 value per channel of all replicas together, got 1",
                () -> SyncBatchNorm.merge(List.of(one), 0, null, Device.CPU));
        BatchNormStatistics other =
                SyncBatchNorm.statistics(BatchNormCall.of(Tensor.zeros(Shape.of(1, 4), DType.F32, Device.CPU)));
        refused(
                "replicas have different channels: Tensor [3] f32 on cpu and Tensor [4] f32 on cpu",
                () -> SyncBatchNorm.merge(List.of(one, other), 0, null, Device.CPU));
        MergedStatistics merged = SyncBatchNorm.merge(List.of(other, other), 0, null, Device.CPU);
        refused(
                "mean has shape [4], expected [3] for input of shape [1, 3]",
                () -> SyncBatchNorm.apply(BatchNormCall.of(x), merged));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage("synchronized batch norm: " + message);
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> batches() {
            return devices().stream()
                    .flatMap(device -> Arrays.stream(ChannelLayout.values())
                            .flatMap(layout -> Stream.of(
                                    Arguments.of(device, layout, DType.F64, 0.3, Activation.RELU, 1e-13),
                                    Arguments.of(device, layout, DType.F64, 1e4, Activation.NONE, 1e-11),
                                    Arguments.of(device, layout, DType.F32, 0.3, Activation.NONE, 4e-7),
                                    Arguments.of(device, layout, DType.F32, 1e4, Activation.NONE, 4e-7),
                                    Arguments.of(device, layout, DType.BF16, 0.3, Activation.NONE, 4e-3))));
        }

        @ParameterizedTest
        @MethodSource("batches")
        void replicasEqualOneBatch(
                Device device,
                ChannelLayout layout,
                DType dtype,
                double mean,
                Activation activation,
                double tolerance) {
            Batch batch = new Batch(layout, dtype, mean, activation);
            Whole whole = batch.whole();
            List<Replica> replicas = batch.replicas(device);
            RunningUpdate running = running(dtype.statistics(), device);
            MergedStatistics merged = SyncBatchNorm.merge(
                    replicas.stream().map(r -> SyncBatchNorm.statistics(r.call)).toList(), 1e-5, running, device);
            BatchNormSums total = SyncBatchNorm.total(
                    replicas.stream()
                            .map(r -> SyncBatchNorm.sums(r.call, r.dy, merged))
                            .toList(),
                    device);
            List<BatchNormGradients> gradients = replicas.stream()
                    .map(r -> SyncBatchNorm.inputGradient(r.call, r.dy, merged, total))
                    .toList();

            assertThat(merged.count()).isEqualTo(Arrays.stream(PARTS).sum() * Batch.SPATIAL);
            near("y", joined(replicas.stream().map(r -> SyncBatchNorm.apply(r.call, merged))), whole.y, tolerance);
            near("dx", joined(gradients.stream().map(BatchNormGradients::dx)), whole.dx, tolerance);
            near(
                    "dresidual",
                    joined(gradients.stream().map(BatchNormGradients::dresidual)),
                    whole.dresidual,
                    tolerance);
            double ofSums = Math.min(tolerance, 1e-6);
            near("dweight", total.sumDyXhat().toDoubleArray(), whole.dweight, ofSums * 10);
            near("dbias", total.sumDy().toDoubleArray(), whole.dbias, ofSums * 10);
            near(
                    "running mean",
                    running.mean().toDoubleArray(),
                    whole.running.mean().toDoubleArray(),
                    ofSums);
            near(
                    "running var",
                    running.variance().toDoubleArray(),
                    whole.running.variance().toDoubleArray(),
                    ofSums);
        }

        /** Merging is in the order of the list and takes no notice of where the parts were. */
        @ParameterizedTest
        @MethodSource("devices")
        void everyReplicaGetsTheSameBits(Device device) {
            Batch batch = new Batch(ChannelLayout.CHANNELS_FIRST, DType.F32, 3, Activation.NONE);
            List<BatchNormStatistics> here = batch.replicas(device).stream()
                    .map(r -> SyncBatchNorm.statistics(r.call))
                    .toList();
            List<BatchNormStatistics> there = here.stream()
                    .map(s -> new BatchNormStatistics(
                            s.count(), s.mean().to(Device.CPU), s.meanRest().to(Device.CPU), s.m2().to(Device.CPU)))
                    .toList();
            MergedStatistics a = SyncBatchNorm.merge(here, 1e-5, null, device);
            MergedStatistics b = SyncBatchNorm.merge(there, 1e-5, null, device);
            assertThat(a.mean().toFloatArray()).isEqualTo(b.mean().toFloatArray());
            assertThat(a.meanRest().toFloatArray()).isEqualTo(b.meanRest().toFloatArray());
            assertThat(a.rstd().toFloatArray()).isEqualTo(b.rstd().toFloatArray());
        }

        private static void near(String what, double[] actual, double[] expected, double tolerance) {
            assertThat(Closeness.relativeL2(actual, expected)).as(what).isLessThan(tolerance);
        }

        private static double[] joined(Stream<@Nullable Tensor> parts) {
            return parts.flatMapToDouble(p -> Arrays.stream(p.toDoubleArray())).toArray();
        }
    }

    private static RunningUpdate running(DType dtype, Device device) {
        Shape shape = Shape.of(CHANNELS);
        return new RunningUpdate(
                Tensor.full(shape, 0.5, dtype, device),
                Tensor.full(shape, 2, dtype, device),
                0.1,
                RunningVariance.UNBIASED);
    }

    /** What one replica has. */
    private record Replica(BatchNormCall call, Tensor dy) {}

    private record Whole(
            double[] y, double[] dx, double[] dresidual, double[] dweight, double[] dbias, RunningUpdate running) {}

    /** One batch, rounded to its type. */
    private static final class Batch {
        static final int SPATIAL = 7;
        private static final long SAMPLES = Arrays.stream(PARTS).sum();

        private final ChannelLayout layout;
        private final DType dtype;
        private final Activation activation;
        private final double[] x;
        private final double[] residual;
        private final double[] dy;

        Batch(ChannelLayout layout, DType dtype, double mean, Activation activation) {
            this.layout = layout;
            this.dtype = dtype;
            this.activation = activation;
            long n = SAMPLES * CHANNELS * SPATIAL;
            this.x = new Randoms(1).normal(dtype, n, mean, 1);
            this.residual = new Randoms(2).normal(dtype, n, 0, 1);
            this.dy = new Randoms(3).normal(dtype, n, 0.2, 1);
        }

        Whole whole() {
            Replica all = replica(0, SAMPLES, DType.F64, Device.SCALAR);
            RunningUpdate running = running(DType.F64, Device.SCALAR);
            double[] y = Norms.batchNorm(all.call, running).output().toDoubleArray();
            BatchNormGradients gradients = Norms.batchNormBackward(BatchNormBackwardCall.training(all.call, all.dy));
            return new Whole(
                    y,
                    gradients.dx().toDoubleArray(),
                    gradients.dresidual().toDoubleArray(),
                    gradients.dweight().toDoubleArray(),
                    gradients.dbias().toDoubleArray(),
                    running);
        }

        List<Replica> replicas(Device device) {
            List<Replica> replicas = new ArrayList<>();
            long first = 0;
            for (long samples : PARTS) {
                replicas.add(replica(first, samples, dtype, device));
                first += samples;
            }
            return replicas;
        }

        private Replica replica(long first, long samples, DType type, Device device) {
            Shape params = Shape.of(CHANNELS);
            BatchNormCall call = BatchNormCall.of(part(x, first, samples, type, device))
                    .withLayout(layout)
                    .withActivation(activation)
                    .withResidual(part(residual, first, samples, type, device))
                    .withWeight(Tensor.copyOf(new Randoms(4).normal(dtype, CHANNELS, 1, 0.5), params, type, device))
                    .withBias(Tensor.copyOf(new Randoms(5).normal(dtype, CHANNELS, 0, 0.5), params, type, device));
            return new Replica(call, part(dy, first, samples, type, device));
        }

        private Tensor part(double[] values, long first, long samples, DType type, Device device) {
            int size = (int) CHANNELS * SPATIAL;
            double[] its = Arrays.copyOfRange(values, (int) first * size, (int) (first + samples) * size);
            Shape shape = layout == ChannelLayout.CHANNELS_FIRST
                    ? Shape.of(samples, CHANNELS, SPATIAL)
                    : Shape.of(samples, SPATIAL, CHANNELS);
            return Tensor.copyOf(its, shape, type, device);
        }
    }
}
