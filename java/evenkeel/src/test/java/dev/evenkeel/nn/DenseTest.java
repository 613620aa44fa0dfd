package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
import org.junit.jupiter.params.provider.MethodSource;

/** The dense layer against numbers worked out by hand, its gradients against differences and the scalar device. */
class DenseTest {
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
    void optionsAreCheckedWhenTheyAreGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dense.builder(0, 3))
                .withMessage("inFeatures and outFeatures must be at least 1: 0, 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dense.builder(2, 3).dtype(DType.F16))
                .withMessage("dense: expected f32 or f64, got f16");
    }

    @Test
    void startsUniformAndTheSameOnEveryDevice() {
        try (Dense dense = Dense.builder(100, 50).seed(7).dtype(DType.F64).build(Device.CPU);
                Dense same = Dense.builder(100, 50).seed(7).dtype(DType.F64).build(Device.SCALAR);
                Dense other = Dense.builder(100, 50).seed(8).dtype(DType.F64).build(Device.CPU)) {
            double[] weight = dense.parameters().get(0).value().toDoubleArray();
            assertThat(weight)
                    .hasSize(5000)
                    .isEqualTo(same.parameters().get(0).value().toDoubleArray());
            assertThat(weight).isNotEqualTo(other.parameters().get(0).value().toDoubleArray());
            assertThat(Arrays.stream(weight).max().orElseThrow()).isBetween(0.099, 0.1);
            assertThat(Arrays.stream(weight).min().orElseThrow()).isBetween(-0.1, -0.099);
            assertThat(Arrays.stream(weight).average().orElseThrow()).isBetween(-0.003, 0.003);
            assertThat(Arrays.stream(dense.parameters().get(1).value().toDoubleArray()))
                    .allMatch(b -> Math.abs(b) <= 0.1);
        }
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> types() {
            return devices().stream()
                    .flatMap(d -> Stream.of(DType.F32, DType.F64).map(t -> Arguments.of(d, t)));
        }

        @ParameterizedTest
        @MethodSource("types")
        void byHand(Device device, DType dtype) {
            try (Tensor weight = tensor(dtype, device, Shape.of(2, 3), 1, 2, 3, -1, 0, 4);
                    Tensor bias = tensor(dtype, device, Shape.of(2), 10, 20);
                    Dense dense = Dense.copyOf(weight, bias);
                    Tensor x = tensor(dtype, device, Shape.of(2, 3), 1, 1, 1, 2, 0, -1);
                    Forward pass = dense.forward(x, Mode.TRAINING);
                    Tensor y = dense.forward(x);
                    Tensor dy = tensor(dtype, device, Shape.of(2, 2), 1, 2, 0, -1);
                    Tensor dx = pass.backward(dy)) {
                assertThat(y.toDoubleArray()).containsExactly(16, 23, 9, 14);
                assertThat(pass.output().toDoubleArray()).containsExactly(16, 23, 9, 14);
                assertThat(dx.toDoubleArray()).containsExactly(-1, 2, 11, 1, 0, -4);
                assertThat(grads(dense).get(0)).containsExactly(1, 1, 1, 0, 2, 3);
                assertThat(grads(dense).get(1)).containsExactly(1, 1);
                pass.backward(dy).close();
                assertThat(grads(dense).get(0)).containsExactly(2, 2, 2, 0, 4, 6);
                assertThat(grads(dense).get(1)).containsExactly(2, 2);
                dense.zeroGrad();
                assertThat(grads(dense).get(0)).containsOnly(0);
                assertThat(dense).hasToString("Linear(in_features=3, out_features=2, bias=True)");
                assertThat(dense.parameters()).extracting(Parameter::name).containsExactly("weight", "bias");
                assertThat(dense.parameters())
                        .extracting(Parameter::kind)
                        .containsExactly(ParameterKind.WEIGHT, ParameterKind.BIAS);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void gradientsAreSlopes(Device device) {
            try (Dense dense = Dense.builder(3, 4).dtype(DType.F64).build(device);
                    Dense noBias =
                            Dense.builder(3, 4).bias(false).dtype(DType.F64).build(device);
                    Tensor x = random(DType.F64, device, Shape.of(2, 2, 3));
                    Tensor vector = random(DType.F64, device, Shape.of(3))) {
                for (Mode mode : Mode.values()) {
                    LayerGradients.check(dense, x, mode);
                }
                LayerGradients.check(noBias, x, Mode.TRAINING);
                LayerGradients.check(dense, vector, Mode.TRAINING);
                assertThat(noBias.bias()).isNull();
                assertThat(noBias.parameters()).hasSize(1);
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void isAsOnTheScalarDeviceInDouble(Device device, DType dtype) {
            for (int[] size : new int[][] {{1, 1, 1}, {33, 17, 70}, {5, 130, 3}}) {
                Shape shape = Shape.of(size[0], size[1]);
                try (Dense dense = Dense.builder(size[1], size[2]).dtype(dtype).build(device);
                        Dense exact =
                                Dense.builder(size[1], size[2]).dtype(DType.F64).build(Device.SCALAR);
                        Tensor x = random(dtype, device, shape);
                        Tensor exactX = Tensor.copyOf(x.toDoubleArray(), shape, DType.F64, Device.SCALAR)) {
                    for (int p = 0; p < 2; p++) {
                        exact.parameters()
                                .get(p)
                                .value()
                                .copyFrom(dense.parameters().get(p).value());
                    }
                    List<double[]> actual = LayerGradients.of(dense, x, Mode.TRAINING);
                    List<double[]> expected = LayerGradients.of(exact, exactX, Mode.TRAINING);
                    for (int i = 0; i < expected.size(); i++) {
                        Closeness.assertClose(
                                "result " + i, actual.get(i), expected.get(i), dtype == DType.F64 ? 1e-13 : 2e-6);
                    }
                }
            }
        }

        @ParameterizedTest
        @MethodSource("types")
        void anEmptyBatchAddsNothing(Device device, DType dtype) {
            try (Dense dense = Dense.builder(3, 2).dtype(dtype).build(device);
                    Tensor x = Tensor.zeros(Shape.of(0, 3), dtype, device);
                    Forward pass = dense.forward(x, Mode.TRAINING)) {
                dense.parameters().forEach(p -> p.grad().fill(5));
                assertThat(pass.output().shape()).isEqualTo(Shape.of(0, 2));
                try (Tensor dx = pass.backward(pass.output())) {
                    assertThat(dx.shape()).isEqualTo(x.shape());
                }
                assertThat(grads(dense).get(0)).containsOnly(5);
                assertThat(grads(dense).get(1)).containsOnly(5);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void nanSpoilsItsOwnRowAlone(Device device) {
            try (Dense dense = Dense.builder(3, 2).build(device);
                    Tensor x = tensor(DType.F32, device, Shape.of(2, 3), 1, Double.NaN, 1, 1, 1, 1);
                    Tensor y = dense.forward(x)) {
                assertThat(Arrays.copyOf(y.toDoubleArray(), 2)).containsOnly(Double.NaN);
                assertThat(Arrays.copyOfRange(y.toDoubleArray(), 2, 4)).doesNotContain(Double.NaN);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void argumentsAreChecked(Device device) {
            try (Dense dense = Dense.builder(64, 2).build(device);
                    Tensor narrow = Tensor.zeros(Shape.of(3, 65), DType.F32, device);
                    Tensor wide = Tensor.zeros(Shape.of(3, 64), DType.F64, device);
                    Tensor x = Tensor.zeros(Shape.of(3, 64), DType.F32, device);
                    Forward pass = dense.forward(x, Mode.TRAINING)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> dense.forward(narrow))
                        .withMessage("dense: expected (*, 64), got input [3, 65]");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> dense.forward(wide, Mode.TRAINING))
                        .withMessage("dense: expected f32 on " + device + " as the parameters are, got input of f64 on "
                                + device);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> pass.backward(narrow))
                        .withMessageStartingWith("dense: expected dy as y, Tensor [3, 2] f32 on ");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Dense.copyOf(x, narrow))
                        .withMessageStartingWith("dense: expected a bias (3) of f32 on ");
                assertThat(grads(dense).get(0)).containsOnly(0);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void closingALayerClosesItsParameters(Device device) {
            Dense dense = Dense.builder(2, 3).build(device);
            Tensor x = Tensor.zeros(Shape.of(1, 2), DType.F32, device);
            Forward pass = dense.forward(x, Mode.TRAINING);
            Tensor y = pass.output();
            pass.close();
            assertThat(y.isClosed()).isTrue();
            assertThat(dense.parameters()).noneMatch(p -> p.value().isClosed());
            dense.close();
            assertThat(dense.parameters())
                    .allMatch(p -> p.value().isClosed() && p.grad().isClosed());
            assertThatIllegalStateException().isThrownBy(() -> dense.forward(x));
            x.close();
        }

        private static List<double[]> grads(Dense dense) {
            return dense.parameters().stream()
                    .map(p -> p.grad().toDoubleArray())
                    .toList();
        }

        private static Tensor tensor(DType dtype, Device device, Shape shape, double... values) {
            return Tensor.copyOf(values, shape, dtype, device);
        }

        private static Tensor random(DType dtype, Device device, Shape shape) {
            return Tensor.copyOf(new Randoms(3).normal(dtype, shape.count(), 0, 1), shape, dtype, device);
        }
    }
}
