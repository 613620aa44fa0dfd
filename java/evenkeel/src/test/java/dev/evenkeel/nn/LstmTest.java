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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The LSTM against a plain one, its gradients against differences, and every device against the scalar one. */
class LstmTest {
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

    /** Batch, steps, input and hidden size. */
    private static final int[][] SIZES = {{1, 1, 1, 1}, {3, 5, 2, 4}, {1, 9, 7, 3}, {6, 2, 5, 33}, {17, 3, 40, 20}};

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> cases() {
            return devices().stream()
                    .flatMap(device -> Stream.of(DType.F32, DType.F64)
                            .flatMap(dtype -> Arrays.stream(SIZES)
                                    .flatMap(sizes -> Stream.of(true, false)
                                            .map(all -> Arguments.of(device, dtype, sizes, all)))));
        }

        @ParameterizedTest(name = "{0} {1} {2} all steps {3}")
        @MethodSource("cases")
        void givesWhatAPlainOneDoes(Device device, DType dtype, int[] sizes, boolean returnSequences) {
            try (Lstm layer = lstm(sizes, returnSequences, dtype, device);
                    Tensor x = input(sizes, dtype, device);
                    Tensor y = layer.forward(x);
                    Forward pass = layer.forward(x, Mode.TRAINING)) {
                double[] hiddens = new PlainLstm(layer).hiddens(x.toDoubleArray(), sizes[0], sizes[1]);
                double[] expected = returnSequences ? hiddens : lastSteps(hiddens, sizes);
                Closeness.assertClose("y", y.toDoubleArray(), expected, dtype == DType.F64 ? 1e-14 : 1e-6);
                assertThat(pass.output().toDoubleArray()).isEqualTo(y.toDoubleArray());
                assertThat(y.shape())
                        .isEqualTo(
                                returnSequences
                                        ? Shape.of(sizes[0], sizes[1], sizes[3])
                                        : Shape.of(sizes[0], sizes[3]));
            }
        }

        @ParameterizedTest(name = "{0} {1} {2} all steps {3}")
        @MethodSource("cases")
        void gradientsAreThoseOfTheScalarDeviceInDouble(
                Device device, DType dtype, int[] sizes, boolean returnSequences) {
            try (Lstm layer = lstm(sizes, returnSequences, dtype, device);
                    Lstm exact = lstm(sizes, returnSequences, DType.F64, Device.SCALAR);
                    Tensor x = input(sizes, dtype, device);
                    Tensor exactX = x.to(Device.SCALAR).to(DType.F64)) {
                for (int p = 0; p < 4; p++) {
                    exact.parameters()
                            .get(p)
                            .value()
                            .copyFrom(layer.parameters().get(p).value());
                }
                List<double[]> actual = LayerGradients.of(layer, x, Mode.TRAINING);
                List<double[]> expected = LayerGradients.of(exact, exactX, Mode.TRAINING);
                for (int i = 0; i < expected.size(); i++) {
                    Closeness.assertClose(
                            "result " + i, actual.get(i), expected.get(i), dtype == DType.F64 ? 1e-13 : 2e-6);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void gradientsAddUpAndCanBeTakenTwice(Device device) {
            int[] sizes = {2, 3, 2, 3};
            try (Lstm layer = lstm(sizes, true, DType.F64, device);
                    Tensor x = input(sizes, DType.F64, device);
                    Forward pass = layer.forward(x, Mode.TRAINING);
                    Tensor dy = pass.output().to(device);
                    Tensor first = pass.backward(dy)) {
                List<double[]> once = gradients(layer);
                try (Tensor second = pass.backward(dy)) {
                    assertThat(second.toDoubleArray()).isEqualTo(first.toDoubleArray());
                }
                for (int p = 0; p < 4; p++) {
                    double[] twice = Arrays.stream(once.get(p)).map(g -> 2 * g).toArray();
                    Closeness.assertClose("gradient " + p, gradients(layer).get(p), twice, 1e-14);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void anEmptyBatchGivesNothingAndChangesNothing(Device device) {
            for (boolean returnSequences : new boolean[] {true, false}) {
                int[] sizes = {0, 3, 2, 4};
                try (Lstm layer = lstm(sizes, returnSequences, DType.F32, device);
                        Tensor x = input(sizes, DType.F32, device);
                        Tensor y = layer.forward(x);
                        Forward pass = layer.forward(x, Mode.TRAINING);
                        Tensor dx = pass.backward(y)) {
                    assertThat(y.shape()).isEqualTo(returnSequences ? Shape.of(0, 3, 4) : Shape.of(0, 4));
                    assertThat(dx.shape()).isEqualTo(x.shape());
                    assertThat(gradients(layer)).allSatisfy(g -> assertThat(g).containsOnly(0));
                }
            }
        }

        /** A NaN stays in its sample, and in its future. */
        @ParameterizedTest
        @MethodSource("devices")
        void aNanStaysInItsSample(Device device) {
            double[] values = new Randoms(1).normal(2 * 3 * 2, 0, 1);
            values[2] = Double.NaN;
            try (Lstm layer = lstm(new int[] {2, 3, 2, 2}, true, DType.F32, device);
                    Tensor x = Tensor.copyOf(values, Shape.of(2, 3, 2), DType.F32, device);
                    Tensor y = layer.forward(x)) {
                double[] actual = y.toDoubleArray();
                for (int i = 0; i < actual.length; i++) {
                    assertThat(Double.isNaN(actual[i])).isEqualTo(i >= 2 && i < 6);
                }
            }
        }
    }

    /** As in a network that looks at a sequence twice; the second layer gives its last step. */
    @ParameterizedTest
    @CsvSource({"2, 3", "1, 4", "3, 1"})
    void gradientsThroughAStackAreDifferences(int batch, int steps) {
        for (Device device : OnDevices.heap()) {
            try (Sequential net = Sequential.of(
                            lstm(new int[] {0, 0, 3, 4}, true, DType.F64, device),
                            LayerNorm.builder(4).dtype(DType.F64).build(device),
                            lstm(new int[] {0, 0, 4, 3}, false, DType.F64, device),
                            LayerNorm.builder(3).dtype(DType.F64).build(device));
                    Tensor x = input(new int[] {batch, steps, 3, 0}, DType.F64, device)) {
                LayerGradients.check(net, x, Mode.TRAINING);
            }
        }
    }

    @Test
    void gradientsOfAllStepsAreDifferences() {
        int[] sizes = {3, 4, 2, 3};
        try (Lstm layer = lstm(sizes, true, DType.F64, Device.CPU);
                Tensor x = input(sizes, DType.F64, Device.CPU)) {
            LayerGradients.check(layer, x, Mode.EVALUATION);
        }
    }

    @Test
    void beginsAsPyTorchDoes() {
        try (Lstm layer = Lstm.builder(3, 25).seed(7).build(Device.CPU);
                Lstm same = Lstm.builder(3, 25).seed(7).build(Device.CPU);
                Lstm other = Lstm.builder(3, 25).build(Device.CPU)) {
            assertThat(layer.parameters().stream().map(Parameter::name))
                    .containsExactly("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0");
            assertThat(layer.parameters().stream().map(Parameter::kind))
                    .containsExactly(
                            ParameterKind.WEIGHT, ParameterKind.WEIGHT, ParameterKind.BIAS, ParameterKind.BIAS);
            assertThat(layer.parameters().stream().map(p -> p.value().shape()))
                    .containsExactly(Shape.of(100, 3), Shape.of(100, 25), Shape.of(100), Shape.of(100));
            for (int p = 0; p < 4; p++) {
                double[] values = layer.parameters().get(p).value().toDoubleArray();
                assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                        .isBetween(0.19, 0.2);
                assertThat(Arrays.stream(values).average().orElseThrow()).isBetween(-0.04, 0.04);
                assertThat(same.parameters().get(p).value().toDoubleArray()).isEqualTo(values);
                assertThat(other.parameters().get(p).value().toDoubleArray()).isNotEqualTo(values);
            }
            assertThat(layer).hasToString("LSTM(3, 25, batch_first=True)");
        }
    }

    @Test
    void saysWhatItExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lstm.builder(0, 3))
                .withMessage("inputSize and hiddenSize must be at least 1: 0, 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lstm.builder(2, 3).dtype(DType.BF16))
                .withMessage("lstm: expected f32 or f64, got bf16");
        try (Lstm layer = Lstm.builder(2, 3).build(Device.CPU);
                Forward pass = layer.forward(Tensor.zeros(Shape.of(4, 5, 2), DType.F32, Device.CPU), Mode.TRAINING)) {
            refuses(layer, Tensor.zeros(Shape.of(4, 2), DType.F32, Device.CPU), "(N, T, 2)", "input [4, 2]");
            refuses(layer, Tensor.zeros(Shape.of(4, 5, 3), DType.F32, Device.CPU), "(N, T, 2)", "input [4, 5, 3]");
            refuses(layer, Tensor.zeros(Shape.of(4, 0, 2), DType.F32, Device.CPU), "at least one time step");
            refuses(layer, Tensor.zeros(Shape.of(4, 5, 2), DType.F64, Device.CPU), "expected f32", "input of f64");
            refuses(layer, Tensor.zeros(Shape.of(4, 5, 2), DType.F32, Device.SCALAR), "on cpu", "on scalar");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pass.backward(Tensor.zeros(Shape.of(4, 3), DType.F32, Device.CPU)))
                    .withMessage("lstm: expected dy as y, Tensor [4, 5, 3] f32 on cpu, got Tensor [4, 3] f32 on cpu");
        }
    }

    private static void refuses(Lstm layer, Tensor x, String... said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layer.forward(x))
                .satisfies(e ->
                        assertThat(e).hasMessageStartingWith("lstm: ").message().contains(said));
        assertThatIllegalArgumentException().isThrownBy(() -> layer.forward(x, Mode.TRAINING));
    }

    private static Lstm lstm(int[] sizes, boolean returnSequences, DType dtype, Device device) {
        return Lstm.builder(sizes[2], sizes[3])
                .returnSequences(returnSequences)
                .seed(3)
                .dtype(dtype)
                .build(device);
    }

    private static Tensor input(int[] sizes, DType dtype, Device device) {
        Shape shape = Shape.of(sizes[0], sizes[1], sizes[2]);
        return Tensor.copyOf(new Randoms(5).normal(dtype, shape.count(), 0, 1), shape, dtype, device);
    }

    private static List<double[]> gradients(Lstm layer) {
        return layer.parameters().stream().map(p -> p.grad().toDoubleArray()).toList();
    }

    private static double[] lastSteps(double[] hiddens, int[] sizes) {
        int size = sizes[3];
        double[] last = new double[sizes[0] * size];
        for (int n = 0; n < sizes[0]; n++) {
            System.arraycopy(hiddens, ((n + 1) * sizes[1] - 1) * size, last, n * size, size);
        }
        return last;
    }
}
