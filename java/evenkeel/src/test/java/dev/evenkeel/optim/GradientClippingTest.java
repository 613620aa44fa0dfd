package dev.evenkeel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.nn.LayerNorm;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clipping scales all gradients by one factor, which their norm gives. */
class GradientClippingTest {
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
    void refusesWhatDoesNotFit() {
        try (LayerNorm floats = LayerNorm.builder(3).build(Device.CPU);
                LayerNorm doubles = LayerNorm.builder(3).dtype(DType.F64).build(Device.CPU)) {
            List<Parameter> mixed = List.of(floats.weight(), doubles.bias());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GradientClipping.clipNorm(mixed, 1))
                    .withMessage("gradient clipping: expected f32 or f64, one type and one device, got bias of type f64"
                            + " on cpu beside f32 on cpu");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GradientClipping.clipNorm(List.of(), 1))
                    .withMessage("gradient clipping: expected at least one parameter");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GradientClipping.clipNorm(floats.parameters(), -1))
                    .withMessage("maxNorm must be finite and at least 0, not -1.0");
        }
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void scalesByTheNormOfAllTogether(Device device) {
            for (int n : new int[] {1, 5, 1500}) {
                for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                    double[] weight = new Randoms(n).normal(dtype, n, 0, 2);
                    double[] bias = new Randoms(n + 1).normal(dtype, n, 0, 2);
                    double square = 0;
                    for (int i = 0; i < n; i++) {
                        square += weight[i] * weight[i] + bias[i] * bias[i];
                    }
                    double norm = Math.sqrt(square);
                    double tolerance = dtype == DType.F32 ? 1e-6 : 1e-14;
                    for (double most : new double[] {0, norm / 3, 2 * norm}) {
                        try (LayerNorm layer = LayerNorm.builder(n).dtype(dtype).build(device)) {
                            set(layer.weight().grad(), weight);
                            set(layer.bias().grad(), bias);
                            try (Tensor found = GradientClipping.clipNorm(layer.parameters(), most)) {
                                assertThat(found.shape()).isEqualTo(Shape.of());
                                assertThat(found.toDoubleArray()[0])
                                        .isCloseTo(norm, Percentage.withPercentage(100 * tolerance));
                            }
                            double factor = Math.min(1, most / (norm + 1e-6));
                            assertScaled(layer.weight(), weight, factor, tolerance);
                            assertScaled(layer.bias(), bias, factor, tolerance);
                        }
                    }
                }
            }
        }

        private static void assertScaled(Parameter parameter, double[] before, double factor, double tolerance) {
            double[] expected = new double[before.length];
            for (int i = 0; i < before.length; i++) {
                expected[i] = before[i] * factor;
            }
            Closeness.assertClose(
                    parameter.name(), parameter.grad().toDoubleArray(), expected, factor == 1 ? 1e-300 : tolerance);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void nanSpreadsAndInfinityZeroes(Device device) {
            try (LayerNorm layer = LayerNorm.builder(3).build(device)) {
                set(layer.weight().grad(), new double[] {1, Double.NaN, 2});
                GradientClipping.clipNorm(layer.parameters(), 1).close();
                assertThat(layer.bias().grad().toDoubleArray()).containsOnly(Double.NaN);
                set(layer.weight().grad(), new double[] {1, Double.POSITIVE_INFINITY, 2});
                layer.bias().grad().fill(1);
                GradientClipping.clipNorm(layer.parameters(), 1).close();
                assertThat(layer.bias().grad().toDoubleArray()).containsOnly(0);
            }
        }

        private static void set(Tensor tensor, double[] values) {
            try (Tensor source = Tensor.copyOf(values, tensor.shape(), tensor.dtype(), tensor.device())) {
                tensor.copyFrom(source);
            }
        }
    }
}
