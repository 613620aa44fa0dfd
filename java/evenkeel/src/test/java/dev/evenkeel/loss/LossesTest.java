package dev.evenkeel.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses are their formulas, their gradients the slopes of these, and neither overflows. */
class LossesTest {
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

    /** The losses, each with targets that suit it. */
    enum Loss {
        SOFTMAX(Losses::softmaxCrossEntropy),
        SIGMOID(Losses::sigmoidCrossEntropy),
        SQUARED(Losses::meanSquaredError);

        final BiFunction<Tensor, Tensor, LossResult> function;

        Loss(BiFunction<Tensor, Tensor, LossResult> function) {
            this.function = function;
        }

        Shape targetShape(int rows, int cols) {
            return this == SOFTMAX ? Shape.of(rows) : Shape.of(rows, cols);
        }

        double[] targets(int rows, int cols) {
            Random random = new Random(rows + cols);
            return random.doubles(targetShape(rows, cols).count())
                    .map(u -> this == SOFTMAX ? Math.floor(u * cols) : (float) u)
                    .toArray();
        }

        void into(Tensor x, Tensor target, Tensor value, Tensor gradient) {
            switch (this) {
                case SOFTMAX -> Losses.softmaxCrossEntropy(x, target, value, gradient);
                case SIGMOID -> Losses.sigmoidCrossEntropy(x, target, value, gradient);
                case SQUARED -> Losses.meanSquaredError(x, target, value, gradient);
            }
        }
    }

    /** Gradients by central differences of the value in float64. */
    @ParameterizedTest
    @EnumSource
    void gradientsAreSlopes(Loss loss) {
        double[] x = new Randoms(1).normal(20, 0, 2);
        double h = 1e-5;
        try (Tensor target = Tensor.copyOf(loss.targets(4, 5), loss.targetShape(4, 5), DType.F64, Device.SCALAR);
                Tensor at = Tensor.wrap(x, Shape.of(4, 5), Device.SCALAR);
                LossResult result = loss.function.apply(at, target)) {
            double[] slopes = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                double middle = x[i];
                x[i] = middle + h;
                double above = loss.function.apply(at, target).value().toDoubleArray()[0];
                x[i] = middle - h;
                double below = loss.function.apply(at, target).value().toDoubleArray()[0];
                x[i] = middle;
                slopes[i] = (above - below) / (2 * h);
            }
            Closeness.assertClose("gradient", result.gradient().toDoubleArray(), slopes, 1e-9);
        }
    }

    abstract static class Cases extends OnDevices {
        private static final int[][] SIZES = {{1, 1}, {1, 7}, {3, 2}, {5, 33}, {70, 10}, {9, 130}};

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> each() {
            return devices().stream()
                    .flatMap(device -> Stream.of(Loss.values()).map(loss -> Arguments.of(device, loss)));
        }

        /** The reference is the formula in double on the heap, itself proven by slopes and golden vectors. */
        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource("each")
        void everyDeviceAndTypeGivesTheSame(Device device, Loss loss) {
            for (int[] size : SIZES) {
                Shape shape = Shape.of(size[0], size[1]);
                Shape targetShape = loss.targetShape(size[0], size[1]);
                double[] x = new Randoms(2).normal(DType.F32, shape.count(), 0, 3);
                double[] target = loss.targets(size[0], size[1]);
                for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                    double tolerance = dtype == DType.F32 ? 1e-6 : 1e-14;
                    try (Tensor given = Tensor.copyOf(x, shape, dtype, device);
                            Tensor targets = Tensor.copyOf(target, targetShape, dtype, device);
                            LossResult result = loss.function.apply(given, targets);
                            LossResult again = loss.function.apply(given, targets);
                            LossResult expected = loss.function.apply(
                                    Tensor.copyOf(x, shape, DType.F64, Device.SCALAR),
                                    Tensor.copyOf(target, targetShape, DType.F64, Device.SCALAR))) {
                        assertThat(result.value().shape()).isEqualTo(Shape.of());
                        double[] value = result.value().toDoubleArray();
                        double[] gradient = result.gradient().toDoubleArray();
                        Closeness.assertClose("value", value, expected.value().toDoubleArray(), tolerance);
                        double largest = 1.0 / (loss == Loss.SOFTMAX ? size[0] : shape.count());
                        Closeness.assertWithin(
                                "gradient",
                                gradient,
                                expected.gradient().toDoubleArray(),
                                Randoms.filled(gradient.length, 10 * tolerance * largest));
                        assertThat(again.value().toDoubleArray()).isEqualTo(value);
                        assertThat(again.gradient().toDoubleArray()).isEqualTo(gradient);
                        assertIntoIsTheSame(loss, given, targets, value, gradient);
                    }
                }
            }
        }

        private static void assertIntoIsTheSame(
                Loss loss, Tensor x, Tensor targets, double[] expectedValue, double[] expectedGradient) {
            try (Tensor value = Tensor.full(Shape.of(1), 7, x.dtype(), x.device());
                    Tensor gradient = Tensor.full(x.shape(), 7, x.dtype(), x.device())) {
                loss.into(x, targets, value, null);
                assertThat(value.toDoubleArray()).isEqualTo(expectedValue);
                loss.into(x, targets, null, gradient);
                assertThat(gradient.toDoubleArray()).isEqualTo(expectedGradient);
                loss.into(x, targets, null, null);
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource("each")
        void anEmptyBatchHasNoMean(Device device, Loss loss) {
            try (Tensor x = Tensor.zeros(Shape.of(0, 3), DType.F32, device);
                    Tensor targets = Tensor.zeros(loss.targetShape(0, 3), DType.F32, device);
                    LossResult result = loss.function.apply(x, targets)) {
                assertThat(result.value().toDoubleArray()).containsOnly(Double.NaN);
                assertThat(result.gradient().shape()).isEqualTo(x.shape());
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void largeLogitsOverflowNothing(Device device) {
            for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                try (Tensor x = Tensor.copyOf(
                                new double[] {1e4, -1e4, 0, -1e4, 1e4, 1e4}, Shape.of(2, 3), dtype, device);
                        Tensor classes = ClassTargets.of(new int[] {1, 2}, 3, dtype, device);
                        Tensor targets = Tensor.copyOf(new double[] {1, 0, 1, 1, 0, 1}, Shape.of(2, 3), dtype, device);
                        LossResult softmax = Losses.softmaxCrossEntropy(x, classes);
                        LossResult sigmoid = Losses.sigmoidCrossEntropy(x, targets)) {
                    double error = dtype == DType.F32 ? 1e-3 : 1e-11;
                    assertThat(softmax.value().toDoubleArray()[0])
                            .isCloseTo((2e4 + Math.log(2)) / 2, org.assertj.core.data.Offset.offset(error));
                    assertThat(softmax.gradient().toDoubleArray()).containsExactly(0.5, -0.5, 0, 0, 0.25, -0.25);
                    assertThat(sigmoid.value().toDoubleArray()[0])
                            .isCloseTo((2e4 + Math.log(2)) / 6, org.assertj.core.data.Offset.offset(error));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void whatIsNoClassMakesItsRowNaN(Device device) {
            for (double wrong : new double[] {-1, 3, 0.5, Double.NaN, 1e30}) {
                try (Tensor x = Tensor.zeros(Shape.of(2, 3), DType.F32, device);
                        Tensor classes = Tensor.copyOf(new double[] {wrong, 1}, Shape.of(2), DType.F32, device);
                        LossResult loss = Losses.softmaxCrossEntropy(x, classes)) {
                    assertThat(loss.value().toDoubleArray()).containsOnly(Double.NaN);
                    double[] gradient = loss.gradient().toDoubleArray();
                    assertThat(Arrays.copyOf(gradient, 3)).containsOnly(Double.NaN);
                    assertThat(gradient[4]).isNegative();
                }
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource("each")
        void nanStaysInTheLoss(Device device, Loss loss) {
            try (Tensor x = Tensor.copyOf(new double[] {1, Double.NaN, 0, 1}, Shape.of(2, 2), DType.F32, device);
                    Tensor targets = Tensor.zeros(loss.targetShape(2, 2), DType.F32, device);
                    LossResult result = loss.function.apply(x, targets)) {
                assertThat(result.value().toDoubleArray()).containsOnly(Double.NaN);
                double[] gradient = result.gradient().toDoubleArray();
                assertThat(gradient[1]).isNaN();
                assertThat(Arrays.copyOfRange(gradient, 2, 4)).doesNotContain(Double.NaN);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void classesLieAlongTheLastDimension(Device device) {
            double[] x = new Randoms(3).normal(24, 0, 1);
            int[] classes = {0, 3, 2, 1, 1, 0};
            try (Tensor flat = Tensor.copyOf(x, Shape.of(6, 4), DType.F64, device);
                    Tensor deep = Tensor.copyOf(x, Shape.of(2, 3, 4), DType.F64, device);
                    LossResult expected =
                            Losses.softmaxCrossEntropy(flat, ClassTargets.of(classes, 4, DType.F64, device));
                    LossResult loss = Losses.softmaxCrossEntropy(
                            deep, ClassTargets.of(classes, Shape.of(2, 3), 4, DType.F64, device))) {
                assertThat(loss.value().toDoubleArray())
                        .isEqualTo(expected.value().toDoubleArray());
                assertThat(loss.gradient().toDoubleArray())
                        .isEqualTo(expected.gradient().toDoubleArray());
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesWhatDoesNotFit(Device device) {
            try (Tensor x = Tensor.zeros(Shape.of(2, 3), DType.F32, device);
                    Tensor half = Tensor.zeros(Shape.of(2, 3), DType.F16, device);
                    Tensor doubles = Tensor.zeros(Shape.of(2), DType.F64, device);
                    Tensor none = Tensor.zeros(Shape.of(2, 0), DType.F32, device)) {
                refused(
                        () -> Losses.softmaxCrossEntropy(x, x),
                        "softmax cross-entropy: expected targets [2] f32 on " + device + ", got " + x);
                refused(
                        () -> Losses.softmaxCrossEntropy(x, doubles),
                        "softmax cross-entropy: expected targets [2] f32 on " + device + ", got " + doubles);
                refused(
                        () -> Losses.softmaxCrossEntropy(none, doubles),
                        "softmax cross-entropy: expected logits (…, C) of at least one class, got [2, 0]");
                refused(
                        () -> Losses.meanSquaredError(half, half),
                        "mean squared error: expected f32 or f64, got predictions of type f16");
                refused(
                        () -> Losses.sigmoidCrossEntropy(x, x, x, null),
                        "sigmoid cross-entropy: expected a value of one element, got shape [2, 3]");
                refused(
                        () -> Losses.sigmoidCrossEntropy(x, x, null, doubles),
                        "sigmoid cross-entropy: expected gradient [2, 3] f32 on " + device + ", got " + doubles);
            }
        }

        private static void refused(Runnable call, String message) {
            assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
        }
    }
}
