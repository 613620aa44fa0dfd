package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense layers whose weight is a function of other parameters. */
class ReparametrizedDenseTest {
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
        private static final Shape INPUT = Shape.of(7, 5);
        private static final Shape OUTPUT = Shape.of(7, 3);

        Cases(List<Device> devices) {
            super(devices);
        }

        private static Dense dense(Reparametrization reparametrization, Device device) {
            return Dense.builder(5, 3)
                    .seed(9)
                    .dtype(DType.F64)
                    .reparametrize(reparametrization)
                    .build(device);
        }

        private static Tensor random(long seed, Shape shape, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, DType.F64, device);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void namesAreThoseOfPyTorch(Device device) {
            assertThat(dense(Reparametrization.WEIGHT_NORM, device).stateDict().names())
                    .containsExactlyInAnyOrder(
                            "bias", "parametrizations.weight.original0", "parametrizations.weight.original1");
            assertThat(dense(Reparametrization.SPECTRAL_NORM, device)
                            .stateDict()
                            .names())
                    .containsExactlyInAnyOrder(
                            "bias",
                            "parametrizations.weight.original",
                            "parametrizations.weight.0._u",
                            "parametrizations.weight.0._v");
        }

        @ParameterizedTest
        @MethodSource("devices")
        void weightNormBeginsAsThePlainLayer(Device device) {
            Tensor x = random(1, INPUT, device);
            double[] plain = dense(Reparametrization.NONE, device).forward(x).toDoubleArray();
            double[] normed =
                    dense(Reparametrization.WEIGHT_NORM, device).forward(x).toDoubleArray();
            for (int i = 0; i < plain.length; i++) {
                assertThat(normed[i]).isCloseTo(plain[i], within(1e-14));
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void spectralNormMovesItsVectorsInTrainingAlone(Device device) {
            Dense layer = dense(Reparametrization.SPECTRAL_NORM, device);
            Tensor x = random(2, INPUT, device);
            for (Mode mode : List.of(Mode.EVALUATION, Mode.FROZEN)) {
                var before = layer.stateDict();
                layer.forward(x).close();
                layer.forward(x, mode).close();
                assertThat(layer.stateDict()).isEqualTo(before);
            }
            var before = layer.stateDict();
            layer.forward(x, Mode.TRAINING).close();
            assertThat(layer.stateDict()).isNotEqualTo(before);
        }

        /** By differences of the loss ⟨y, dy⟩; the vectors of spectral norm stay put in this mode. */
        @ParameterizedTest
        @MethodSource("devices")
        void gradientsAreSlopes(Device device) {
            for (Reparametrization kind : Reparametrization.values()) {
                Dense layer = dense(kind, device);
                Tensor x = random(3, INPUT, device);
                double[] dy = random(4, OUTPUT, Device.CPU).toDoubleArray();
                try (Forward pass = layer.forward(x, Mode.FROZEN)) {
                    pass.backward(Tensor.copyOf(dy, OUTPUT, DType.F64, device)).close();
                }
                for (Parameter parameter : layer.parameters()) {
                    double[] values = parameter.value().toDoubleArray();
                    double[] grad = parameter.grad().toDoubleArray();
                    for (int i = 0; i < values.length; i++) {
                        double slope = (loss(layer, parameter, values, i, 1e-6, x, dy)
                                        - loss(layer, parameter, values, i, -1e-6, x, dy))
                                / 2e-6;
                        assertThat(grad[i])
                                .as("%s %s[%d]", kind, parameter.name(), i)
                                .isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
                    }
                    set(parameter, values);
                }
            }
        }

        private static double loss(
                Dense layer, Parameter parameter, double[] values, int i, double step, Tensor x, double[] dy) {
            double[] moved = values.clone();
            moved[i] += step;
            set(parameter, moved);
            double[] y = layer.forward(x).toDoubleArray();
            double sum = 0;
            for (int j = 0; j < y.length; j++) {
                sum += y[j] * dy[j];
            }
            return sum;
        }

        private static void set(Parameter parameter, double[] values) {
            parameter.value().copyFrom(Tensor.copyOf(values, parameter.value().shape(), DType.F64, Device.CPU));
        }

        @ParameterizedTest
        @MethodSource("devices")
        void stateGoesToAnotherLayer(Device device) {
            for (Reparametrization kind : Reparametrization.values()) {
                Dense trained = dense(kind, device);
                trained.forward(random(5, INPUT, device), Mode.TRAINING).close();
                Dense loaded = Dense.builder(5, 3)
                        .seed(1)
                        .dtype(DType.F64)
                        .reparametrize(kind)
                        .build(device);
                loaded.loadStateDict(trained.stateDict());
                Tensor x = random(6, INPUT, device);
                assertThat(loaded.forward(x).toDoubleArray())
                        .isEqualTo(trained.forward(x).toDoubleArray());
            }
        }
    }
}
