package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropout drops its share, the same elements everywhere and backward, others in the next pass. */
class DropoutTest {
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

    @ParameterizedTest
    @ValueSource(doubles = {1, -0.1, Double.NaN, 2})
    void refusesProbabilitiesOutOfRange(double p) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dropout.of(p, 1))
                .withMessage("p must be from 0 to below 1, not " + p);
    }

    @Test
    void dropsItsShare() {
        for (double p : new double[] {0.1, 0.5, 0.9}) {
            double[] y = dropped(Dropout.of(p, 42), 100_000, DType.F32, Device.CPU);
            double kept = Arrays.stream(y).filter(value -> value != 0).count() / (double) y.length;
            assertThat(kept).isCloseTo(1 - p, Offset.offset(0.006));
        }
        assertThat(Dropout.of(0.5, 1)).hasToString("Dropout(p=0.5)");
    }

    /** y of ones in one training pass. */
    private static double[] dropped(Dropout dropout, int n, DType dtype, Device device) {
        try (Tensor x = Tensor.full(Shape.of(n), 1, dtype, device);
                Forward pass = dropout.forward(x, Mode.TRAINING)) {
            return pass.output().toDoubleArray();
        }
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void dropsTheSameElementsOnEveryDevice(Device device) {
            for (DType dtype : new DType[] {DType.F32, DType.F64}) {
                for (int n : new int[] {0, 1, 3, 4, 1029}) {
                    assertThat(dropped(Dropout.of(0.3, -7), n, dtype, device))
                            .isEqualTo(dropped(Dropout.of(0.3, -7), n, dtype, Device.SCALAR));
                }
            }
            Dropout later = Dropout.of(0.5, 3);
            later.setSteps(1L << 40);
            Dropout onHeap = Dropout.of(0.5, 3);
            onHeap.setSteps(1L << 40);
            assertThat(dropped(later, 50, DType.F32, device)).isEqualTo(dropped(onHeap, 50, DType.F32, Device.SCALAR));
        }

        @ParameterizedTest
        @MethodSource("devices")
        void backwardDropsWhatForwardDropped(Device device) {
            Dropout dropout = Dropout.of(0.4, 5);
            double[] values = new Randoms(1).normal(DType.F32, 201, 3, 0.1);
            try (Tensor x = Tensor.copyOf(values, Shape.of(3, 67), DType.F32, device);
                    Forward first = dropout.forward(x, Mode.TRAINING);
                    Forward second = dropout.forward(x, Mode.FROZEN);
                    Tensor dx = first.backward(x)) {
                assertThat(dropout.steps()).isEqualTo(2);
                double[] y = first.output().toDoubleArray();
                assertThat(dx.toDoubleArray()).isEqualTo(y);
                assertThat(second.output().toDoubleArray()).isNotEqualTo(y);
                float scale = (float) (1 / 0.6);
                for (int i = 0; i < y.length; i++) {
                    assertThat(y[i]).isIn(0.0, (double) ((float) values[i] * scale));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void doesNothingOutOfTraining(Device device) {
            Dropout dropout = Dropout.of(0.4, 5);
            try (Tensor x = Tensor.full(Shape.of(9), 2, DType.F64, device);
                    Tensor inference = dropout.forward(x);
                    Forward pass = dropout.forward(x, Mode.EVALUATION);
                    Tensor dx = pass.backward(x)) {
                assertThat(inference.toDoubleArray()).containsOnly(2);
                assertThat(pass.output().toDoubleArray()).containsOnly(2);
                assertThat(dx.toDoubleArray()).containsOnly(2);
                assertThat(dropout.steps()).isZero();
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesWhatDoesNotFit(Device device) {
            Dropout dropout = Dropout.of(0.4, 5);
            try (Tensor half = Tensor.zeros(Shape.of(2), DType.BF16, device)) {
                for (Mode mode : Mode.values()) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> dropout.forward(half, mode))
                            .withMessage("dropout: expected f32 or f64, got input of type bf16");
                }
                assertThat(dropout.steps()).isZero();
            }
        }
    }
}
