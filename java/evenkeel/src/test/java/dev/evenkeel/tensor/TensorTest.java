package dev.evenkeel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {
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

        Stream<Arguments> conversions() {
            return devices().stream()
                    .flatMap(d -> Arrays.stream(DType.values())
                            .flatMap(from -> Arrays.stream(DType.values()).map(to -> Arguments.of(d, from, to))));
        }

        @ParameterizedTest
        @MethodSource
        void conversions(Device device, DType from, DType to) {
            Shape shape = Shape.of(3, 7);
            double[] values = new Randoms(1).normal(from, 21, 0, 3);
            double[] expected = Randoms.rounded(values, to);
            try (TensorScope scope = new TensorScope()) {
                Tensor source = scope.add(Tensor.copyOf(values, shape, from, device));
                assertThat(source.toDoubleArray()).isEqualTo(values);
                assertThat(scope.add(source.to(to)).toDoubleArray()).isEqualTo(expected);
                for (Device other : heap()) {
                    Tensor there = scope.add(scope.add(source.to(other)).to(to));
                    assertThat(there.device()).isEqualTo(other);
                    assertThat(there.toDoubleArray()).isEqualTo(expected);
                    Tensor back = scope.add(Tensor.zeros(shape, from, device));
                    back.copyFrom(there);
                    assertThat(back.toDoubleArray()).isEqualTo(Randoms.rounded(expected, from));
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void floatsComeBack(Device device) {
            try (Tensor tensor = Tensor.copyOf(new float[] {1.5f, -2}, Shape.of(2), DType.BF16, device)) {
                assertThat(tensor.toFloatArray()).containsExactly(1.5f, -2);
                assertThat(tensor).hasToString("Tensor [2] bf16 on " + device);
            }
            try (Tensor third = Tensor.copyOf(new double[] {1 / 3.0}, Shape.of(1), DType.F64, device)) {
                assertThat(third.toFloatArray()).containsExactly((float) (1 / 3.0));
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void arraysGivenOutAreTheCallers(Device device) {
            try (Tensor tensor = Tensor.full(Shape.of(2), 1, DType.F32, device)) {
                tensor.toFloatArray()[0] = 9;
                assertThat(tensor.toFloatArray()).containsExactly(1, 1);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void emptyTensors(Device device) {
            try (Tensor tensor = Tensor.zeros(Shape.of(0, 5), DType.F32, device);
                    Tensor copy = tensor.to(DType.F64)) {
                assertThat(copy.toDoubleArray()).isEmpty();
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void largeCopies(Device device) {
            double[] values = new Randoms(3).normal(DType.F32, 300_001, 0, 1);
            try (Tensor source = Tensor.copyOf(values, Shape.of(values.length), DType.F32, device);
                    Tensor target = Tensor.zeros(source.shape(), DType.F32, device)) {
                target.copyFrom(source);
                assertThat(target.toDoubleArray()).isEqualTo(values);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void useAfterClose(Device device) {
            Tensor tensor = Tensor.zeros(Shape.of(2), DType.F32, device);
            Tensor other = Tensor.full(Shape.of(2), 5, DType.F32, device);
            tensor.close();
            tensor.close();
            assertThat(tensor.isClosed()).isTrue();
            String message = "this tensor is closed: Tensor [2] f32 on " + device;
            assertThatIllegalStateException().isThrownBy(tensor::toFloatArray).withMessage(message);
            assertThatIllegalStateException()
                    .isThrownBy(() -> tensor.to(DType.F64))
                    .withMessage(message);
            assertThatIllegalStateException()
                    .isThrownBy(() -> tensor.copyFrom(other))
                    .withMessage(message);
            assertThatIllegalStateException()
                    .isThrownBy(() -> other.copyFrom(tensor))
                    .withMessage(message);
            assertThat(other.toFloatArray()).containsExactly(5, 5);
            other.close();
        }

        @ParameterizedTest
        @MethodSource("devices")
        void refusesOtherShapes(Device device) {
            try (Tensor tensor = Tensor.full(Shape.of(2, 3), 1, DType.F32, device);
                    Tensor other = Tensor.zeros(Shape.of(3, 2), DType.F32, device)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> tensor.copyFrom(other))
                        .withMessage("cannot copy shape [3, 2] into shape [2, 3]");
                assertThat(tensor.toFloatArray()).containsOnly(1);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensor.copyOf(new float[5], Shape.of(2, 3), DType.F32, device))
                    .withMessage("shape [2, 3] has 6 elements, but 5 were given");
        }
    }

    @Test
    void wrappedArraysAreShared() {
        float[] values = {1, 2};
        Tensor tensor = Tensor.wrap(values, Shape.of(2), Device.CPU);
        values[0] = 7;
        assertThat(tensor.toFloatArray()).containsExactly(7, 2);
        tensor.copyFrom(Tensor.zeros(Shape.of(2), DType.F64, Device.SCALAR));
        assertThat(values).containsExactly(0, 0);
        double[] doubles = {1};
        assertThat(Tensor.wrap(doubles, Shape.of(1), Device.SCALAR).dtype()).isSameAs(DType.F64);
        assertThat(Tensor.wrap(new short[] {0x3F80}, Shape.of(1), DType.BF16, Device.CPU)
                        .toFloatArray())
                .containsExactly(1);
    }

    @Test
    void copiedArraysAreNot() {
        float[] values = {1, 2};
        Tensor tensor = Tensor.copyOf(values, Shape.of(2), DType.F32, Device.CPU);
        values[0] = 7;
        assertThat(tensor.toFloatArray()).containsExactly(1, 2);
    }

    @Test
    void copyingOntoItselfDoesNothing() {
        Tensor tensor = Tensor.full(Shape.of(2), 3, DType.F32, Device.CPU);
        tensor.copyFrom(tensor);
        assertThat(tensor.toFloatArray()).containsExactly(3, 3);
    }

    @Test
    void arraysDoNotLieOnCuda() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.wrap(new float[1], Shape.of(1), Device.cuda(0)))
                .withMessage("a Java array does not lie on cuda:0: copyOf brings it there");
    }

    @Test
    void addresses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.wrapAddress(0, Shape.of(1), DType.F32, Device.CPU))
                .withMessage("address 0x0 is not that of F32 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.wrapAddress(0x1002, Shape.of(1), DType.F32, Device.CPU))
                .withMessage("address 0x1002 is not that of F32 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.wrapAddress(0x1000, Shape.of(1), DType.F32, Device.CPU))
                .withMessage("memory of device cpu has no addresses: wrap an array instead");
    }

    @Test
    void devicesThatAreNotThere() {
        Assertions.assertThatThrownBy(() -> Tensor.zeros(Shape.of(1), DType.F32, Device.cuda(9999)))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageStartingWith("device cuda:9999 is not available: ");
    }
}
