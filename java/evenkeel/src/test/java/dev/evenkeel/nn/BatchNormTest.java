package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormConvention;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchNormTest {
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

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        private static Tensor random(long seed, Shape shape, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, DType.F32, device);
        }

        /** One channel with the values 1, 2, 3, 4: mean 2.5, unbiased variance 5/3. */
        private static Tensor oneToFour(Device device) {
            return Tensor.copyOf(new float[] {1, 2, 3, 4}, Shape.of(4, 1), DType.F32, device);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void startsAsPyTorchDoes(Device device) {
            try (BatchNorm norm = BatchNorm.builder(3).build(device)) {
                assertThat(norm.weight().value().toFloatArray()).containsExactly(1, 1, 1);
                assertThat(norm.bias().value().toFloatArray()).containsExactly(0, 0, 0);
                assertThat(norm.runningStats().mean().toFloatArray()).containsExactly(0, 0, 0);
                assertThat(norm.runningStats().variance().toFloatArray()).containsExactly(1, 1, 1);
                assertThat(norm.runningStats().numBatchesTracked()).isZero();
                assertThat(norm).hasToString("BatchNorm(3, eps=1.0E-5, momentum=0.1)");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void trainingMovesTheRunningStatistics(Device device) {
            try (BatchNorm norm = BatchNorm.builder(1).build(device)) {
                norm.forwardTraining(oneToFour(device));
                assertThat(norm.runningStats().numBatchesTracked()).isEqualTo(1);
                stats(norm, 0.1 * 2.5, 0.9 + 0.1 * 5 / 3);
                norm.forwardTraining(oneToFour(device));
                assertThat(norm.runningStats().numBatchesTracked()).isEqualTo(2);
                stats(norm, 0.19 * 2.5, 0.81 + 0.19 * 5 / 3);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void kerasKeepsTheBiasedVariance(Device device) {
            try (BatchNorm norm =
                    BatchNorm.builder(1).convention(BatchNormConvention.KERAS).build(device)) {
                norm.forwardTraining(oneToFour(device));
                stats(norm, 0.01 * 2.5, 0.99 + 0.01 * 1.25);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void cumulativeMomentumAveragesBatches(Device device) {
            try (BatchNorm norm =
                    BatchNorm.builder(1).momentum(Momentum.cumulative()).build(device)) {
                norm.forwardTraining(oneToFour(device));
                stats(norm, 2.5, 5.0 / 3);
                norm.forwardTraining(Tensor.copyOf(new float[] {7, 9}, Shape.of(2, 1), DType.F32, device));
                stats(norm, (2.5 + 8) / 2, (5.0 / 3 + 2) / 2);
            }
        }

        private static void stats(BatchNorm norm, double mean, double variance) {
            Closeness.assertClose("mean", norm.runningStats().mean().toDoubleArray(), new double[] {mean}, 1e-6);
            Closeness.assertClose(
                    "variance", norm.runningStats().variance().toDoubleArray(), new double[] {variance}, 1e-6);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void inferenceChangesNothing(Device device) {
            try (BatchNorm norm = BatchNorm.builder(2).eps(0).build(device)) {
                Tensor x = random(1, Shape.of(3, 2), device);
                assertThat(norm.forward(x).toFloatArray()).isEqualTo(x.toFloatArray());
                assertThat(norm.runningStats().numBatchesTracked()).isZero();
                assertThat(norm.runningStats().mean().toFloatArray()).containsOnly(0);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void withoutRunningStatisticsInferenceUsesTheBatch(Device device) {
            try (BatchNorm norm =
                    BatchNorm.builder(2).trackRunningStats(false).affine(false).build(device)) {
                Tensor x = random(1, Shape.of(5, 2, 3), device);
                BatchNormResult trained = norm.forwardTraining(x);
                assertThat(norm.forward(x).toFloatArray())
                        .isEqualTo(trained.output().toFloatArray());
                assertThat(norm.runningStats()).isNull();
                assertThat(norm.parameters()).isEmpty();
                assertThat(norm.backward(x, trained, x).shape()).isEqualTo(x.shape());
                assertThatIllegalStateException()
                        .isThrownBy(() -> norm.backwardInference(x, x))
                        .withMessage("a batch norm without running statistics normalizes by those of the batch");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void channelsLast(Device device) {
            try (BatchNorm norm = BatchNorm.builder(3)
                    .layout(ChannelLayout.CHANNELS_LAST)
                    .momentum(Momentum.ofNewBatch(1))
                    .build(device)) {
                Tensor x = Tensor.copyOf(new float[] {1, 10, 100, 3, 30, 300}, Shape.of(1, 2, 1, 3), DType.F32, device);
                norm.forwardTraining(x);
                assertThat(norm.runningStats().mean().toFloatArray()).containsExactly(2, 20, 200);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> norm.forward(random(1, Shape.of(2, 3, 4), device)))
                        .withMessage("batch norm: expected 2 to 5 dims with 3 channels last, got input [2, 3, 4]");
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void gradientsAccumulateOverBatches(Device device) {
            try (BatchNorm norm = BatchNorm.builder(2).build(device)) {
                Tensor x = random(1, Shape.of(4, 2, 5), device);
                Tensor dy = random(2, x.shape(), device);
                norm.backward(x, norm.forwardTraining(x), dy);
                float[] once = norm.weight().grad().toFloatArray();
                norm.backward(x, norm.forwardTraining(x), dy);
                assertThat(norm.weight().grad().toFloatArray()).containsExactly(2 * once[0], 2 * once[1]);
                norm.zeroGrad();
                norm.backwardInference(x, dy);
                assertThat(norm.weight().grad().toFloatArray()).isNotEqualTo(once);
                assertThat(norm.bias().grad().toFloatArray()[0]).isNotZero();
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void aFailedStepCountsNothing(Device device) {
            try (BatchNorm norm = BatchNorm.builder(2).build(device)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> norm.forwardTraining(random(1, Shape.of(1, 2), device)))
                        .withMessage("batch norm: expected more than 1 value per channel when training,"
                                + " got input size [1, 2]");
                assertThat(norm.runningStats().numBatchesTracked()).isZero();
                assertThat(norm.runningStats().mean().toFloatArray()).containsOnly(0);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesOtherChannels(Device device) {
            try (BatchNorm norm = BatchNorm.builder(3).build(device)) {
                for (Shape shape : List.of(Shape.of(3), Shape.of(4, 2), Shape.of(1, 3, 1, 1, 1, 1))) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> norm.forward(random(1, shape, device)))
                            .withMessage("batch norm: expected 2 to 5 dims with 3 channels second, got input " + shape);
                }
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BatchNorm.builder(0))
                    .withMessage("numFeatures must be at least 1, not 0");
        }

        @ParameterizedTest
        @MethodSource("devices")
        void loadsRunningStatistics(Device device) {
            try (BatchNorm norm = BatchNorm.builder(2).build(device)) {
                Tensor mean = Tensor.copyOf(new double[] {1, 2}, Shape.of(2), DType.F64, Device.SCALAR);
                Tensor three = Tensor.zeros(Shape.of(3), DType.F32, Device.CPU);
                RunningStats stats = norm.runningStats();
                stats.load(mean, mean, 17);
                assertThat(stats.variance().toFloatArray()).containsExactly(1, 2);
                assertThat(stats.numBatchesTracked()).isEqualTo(17);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> stats.load(three, mean, 1))
                        .withMessage("running_mean [3] and running_var [2] must both have shape [2]");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> stats.load(mean, mean, -1))
                        .withMessage("num_batches_tracked cannot be -1");
                assertThat(stats.mean().toFloatArray()).containsExactly(1, 2);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void inferenceFromManyThreads(Device device) {
            try (BatchNorm norm = BatchNorm.builder(16).build(device)) {
                Tensor x = random(1, Shape.of(40, 16, 70), device);
                norm.forwardTraining(x);
                float[] alone = norm.forward(x).toFloatArray();
                IntStream.range(0, 64).parallel().forEach(i -> {
                    try (Tensor y = norm.forward(x)) {
                        assertThat(y.toFloatArray()).isEqualTo(alone);
                    }
                });
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void oneBuilderMakesIndependentLayers(Device device) {
            BatchNorm.Builder builder = BatchNorm.builder(2).eps(0.5);
            try (BatchNorm first = builder.build(device);
                    BatchNorm second = builder.eps(0.25).build(device)) {
                assertThat(first).hasToString("BatchNorm(2, eps=0.5, momentum=0.1)");
                assertThat(second).hasToString("BatchNorm(2, eps=0.25, momentum=0.1)");
            }
        }
    }
}
