package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that become tensors and come back. */
class StateTensorTest {
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

        /** Quiet and signaling NaNs with payloads, both zeros, the least value, infinities, in as many lengths. */
        private static List<StateValue> values() {
            ByteBuffer longs = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            longs.asLongBuffer()
                    .put(new long[] {0x7ff8000000001234L, 0xfff0000000001234L, 1L << 63, 0, 1, 0x7ff0000000000000L});
            ByteBuffer ints = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            ints.asIntBuffer().put(new int[] {0x7fc01234, 0xff801234, 1 << 31, 0, 1, 0x7f800000, 0xff800000});
            ByteBuffer shorts = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 1 << 16; i++) {
                shorts.putShort(2 * i, (short) i);
            }
            return List.of(
                    StateValue.of("F64", Shape.of(2, 3), longs.limit(48)),
                    StateValue.of("F32", Shape.of(7), ints.limit(28)),
                    StateValue.of("F16", Shape.of(1 << 16), shorts),
                    StateValue.of("BF16", Shape.of(256, 256), shorts),
                    StateValue.of("F32", Shape.of(0, 4), ByteBuffer.allocate(0)),
                    StateValue.of("F64", Shape.of(), ByteBuffer.allocate(8)));
        }

        @ParameterizedTest
        @MethodSource("devices")
        void allBitsComeBack(Device device) {
            for (StateValue value : values()) {
                try (Tensor tensor = value.toTensor(device)) {
                    assertThat(tensor.dtype().name()).isEqualTo(value.dtype());
                    assertThat(tensor.shape()).isEqualTo(value.shape());
                    assertThat(tensor.device()).isEqualTo(device);
                    assertThat(StateValue.of(tensor)).isEqualTo(value);
                }
            }
        }

        /** By way of a float, the first value would be a tie of F16 and become 1. */
        @ParameterizedTest
        @MethodSource("devices")
        void typesAreConvertedWithOneRounding(Device device) {
            double aboveTie = 1 + 0x1p-11 + 0x1p-40;
            StateValue value;
            try (Tensor tensor = Tensor.copyOf(new double[] {aboveTie, -3}, Shape.of(2), DType.F64, device)) {
                value = StateValue.of(tensor);
            }
            assertThat(elements(value, DType.F16, device)).containsExactly(1 + 0x1p-10, -3);
            assertThat(elements(value, DType.BF16, device)).containsExactly(1, -3);
            assertThat(elements(value, DType.F32, device)).containsExactly((float) aboveTie, -3);
            assertThat(elements(value, DType.F64, device)).containsExactly(aboveTie, -3);
        }

        private static double[] elements(StateValue value, DType dtype, Device device) {
            try (Tensor tensor = value.toTensor(dtype, device)) {
                assertThat(tensor.dtype()).isEqualTo(dtype);
                assertThat(tensor.device()).isEqualTo(device);
                return tensor.toDoubleArray();
            }
        }
    }
}
