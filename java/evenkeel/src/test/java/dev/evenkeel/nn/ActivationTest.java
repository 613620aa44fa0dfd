package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations are their formulas, and their gradients the slopes of these. */
class ActivationTest {
    /** x, GELU, its slope: 40 digits, computed with mpmath 1.3. */
    private static final double[][] GELU = {
        {-30, -1.472014178144456e-196, -4.416031690708495e-195},
        {-10, -7.619853024160526e-23, -7.618400096464814e-22},
        {-5.5, -1.0444259356238245e-07, -5.733472398739924e-07},
        {-3, -0.0040496940948902835, -0.011945647204183927},
        {-1, -0.15865525393145705, -0.0833154705876863},
        {-0.3, -0.1146265733433142, 0.26767223317289013},
        {-1e-5, -4.999960105771961e-06, 0.49999202115439223},
        {0, 0, 0.5},
        {1e-5, 5.0000398942280396e-06, 0.5000079788456078},
        {0.5, 0.34573123063700656, 0.8674951246561629},
        {1, 0.8413447460685429, 1.0833154705876864},
        {2.5, 2.4844758366855597, 1.037611085908145},
        {6, 5.999999994080474, 1.0000000354687095},
        {40, 40.0, 1.0},
    };

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
    void printsAsPyTorchDoes() {
        assertThat(Stream.of(Activation.relu(), Activation.tanh(), Activation.sigmoid(), Activation.gelu()))
                .extracting(Activation::toString)
                .containsExactly("ReLU()", "Tanh()", "Sigmoid()", "GELU(approximate='none')");
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> each() {
            return devices().stream()
                    .flatMap(device -> Stream.of(
                            Arguments.of(device, Activation.relu(), of(x -> Math.max(x, 0))),
                            Arguments.of(device, Activation.tanh(), of(StrictMath::tanh)),
                            Arguments.of(device, Activation.sigmoid(), of(x -> 1 / (1 + Math.exp(-x))))));
        }

        private static DoubleUnaryOperator of(DoubleUnaryOperator function) {
            return function;
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource("each")
        void isItsFormula(Device device, Activation activation, DoubleUnaryOperator formula) {
            for (int n : new int[] {0, 1, 5, 255, 1030}) {
                for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                    double[] x = new Randoms(n).normal(dtype, n, 0, 4);
                    double[] dy = new Randoms(n + 1).normal(dtype, n, 0, 1);
                    double tolerance = dtype == DType.F32 ? 1e-6 : 1e-14;
                    try (Tensor given = Tensor.copyOf(x, Shape.of(n), dtype, device);
                            Tensor inference = activation.forward(given);
                            Forward pass = activation.forward(given, Mode.TRAINING);
                            Tensor gradient = Tensor.copyOf(dy, Shape.of(n), dtype, device);
                            Tensor dx = pass.backward(gradient)) {
                        double[] y = pass.output().toDoubleArray();
                        Closeness.assertClose("y", y, values(x, formula), tolerance);
                        assertThat(inference.toDoubleArray()).isEqualTo(y);
                        double[] slopes = values(x, at -> slope(formula, at));
                        for (int i = 0; i < n; i++) {
                            slopes[i] *= dy[i];
                        }
                        Closeness.assertClose("dx", dx.toDoubleArray(), slopes, dtype == DType.F32 ? 1e-6 : 1e-9);
                    }
                }
            }
        }

        private static double slope(DoubleUnaryOperator formula, double x) {
            double h = 1e-5;
            return (formula.applyAsDouble(x + h) - formula.applyAsDouble(x - h)) / (2 * h);
        }

        private static double[] values(double[] x, DoubleUnaryOperator formula) {
            return java.util.Arrays.stream(x).map(formula).toArray();
        }

        @ParameterizedTest
        @MethodSource("devices")
        void geluIsExactDownToItsTails(Device device) {
            for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                double[] x =
                        java.util.Arrays.stream(GELU).mapToDouble(row -> row[0]).toArray();
                Shape shape = Shape.of(x.length);
                try (Tensor given = Tensor.copyOf(x, shape, dtype, device);
                        Tensor ones = Tensor.full(shape, 1, dtype, device);
                        Forward pass = Activation.gelu().forward(given, Mode.EVALUATION);
                        Tensor dx = pass.backward(ones)) {
                    double[] y = pass.output().toDoubleArray();
                    double[] slope = dx.toDoubleArray();
                    double error = dtype == DType.F32 ? 4e-6 : 1e-13;
                    double smallest = dtype == DType.F32 ? 1e-37 : 0;
                    for (int i = 0; i < x.length; i++) {
                        assertNear(dtype + " gelu " + x[i], y[i], GELU[i][1], error, smallest);
                        assertNear(dtype + " gelu' " + x[i], slope[i], GELU[i][2], error, smallest);
                    }
                }
            }
        }

        private static void assertNear(String what, double actual, double expected, double error, double smallest) {
            assertThat(Math.abs(actual - expected))
                    .as("%s is %s, not %s", what, actual, expected)
                    .isLessThanOrEqualTo(error * Math.abs(expected) + smallest);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void extremesAndNaN(Device device) {
            double[] x = {1e4, -1e4, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, Double.NaN};
            for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                check(Activation.relu(), dtype, device, x, 1e4, 0, Double.POSITIVE_INFINITY, 0, 0, 0, Double.NaN);
                check(Activation.tanh(), dtype, device, x, 1, -1, 1, -1, 0, -0.0, Double.NaN);
                check(Activation.sigmoid(), dtype, device, x, 1, 0, 1, 0, 0.5, 0.5, Double.NaN);
            }
        }

        private static void check(Activation activation, DType dtype, Device device, double[] x, double... expected) {
            Shape shape = Shape.of(x.length);
            try (Tensor given = Tensor.copyOf(x, shape, dtype, device);
                    Tensor ones = Tensor.full(shape, 1, dtype, device);
                    Forward pass = activation.forward(given, Mode.TRAINING);
                    Tensor dx = pass.backward(ones)) {
                assertThat(pass.output().toDoubleArray()).as("%s", activation).containsExactly(expected);
                double[] slopes = dx.toDoubleArray();
                assertThat(slopes[1]).isZero();
                assertThat(slopes[3]).isZero();
                assertThat(java.util.Arrays.copyOf(slopes, 6)).doesNotContain(Double.NaN);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesWhatDoesNotFit(Device device) {
            Activation relu = Activation.relu();
            try (Tensor half = Tensor.zeros(Shape.of(2), DType.F16, device);
                    Tensor x = Tensor.zeros(Shape.of(2), DType.F32, device);
                    Tensor longer = Tensor.zeros(Shape.of(3), DType.F32, device);
                    Forward pass = relu.forward(x, Mode.TRAINING)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> relu.forward(half))
                        .withMessage("relu: expected f32 or f64, got input of type f16");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> pass.backward(longer))
                        .withMessage("relu backward: expected a gradient as the input, Tensor [2] f32 on " + device
                                + ", got Tensor [3] f32 on " + device);
            }
        }
    }
}
