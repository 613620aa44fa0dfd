package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateValueTest {
    private static StateValue ints(int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(bits.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(bits);
        return StateValue.of("F32", Shape.of(bits.length), bytes);
    }

    @Test
    void copiesShareNothing() {
        float[] array = {1, 2};
        StateValue value;
        try (Tensor tensor = Tensor.wrap(array, Shape.of(2), Device.CPU)) {
            value = StateValue.of(tensor);
        }
        array[0] = 9;
        try (Tensor first = value.toTensor(Device.CPU);
                Tensor filled = Tensor.full(Shape.of(2), 7, DType.F32, Device.CPU)) {
            assertThat(first.toFloatArray()).containsExactly(1, 2);
            first.copyFrom(filled);
        }
        try (Tensor second = value.toTensor(Device.CPU)) {
            assertThat(second.toFloatArray()).containsExactly(1, 2);
        }
        byte[] bytes = {1, 2};
        StateValue given = StateValue.of("U8", Shape.of(2), ByteBuffer.wrap(bytes));
        bytes[0] = 9;
        assertThat(given.bytes().get(0)).isEqualTo((byte) 1);
    }

    @Test
    void countersAreLongs() {
        assertThat(StateValue.ofLong(-5).longValue()).isEqualTo(-5);
        assertThat(StateValue.ofLong(Long.MIN_VALUE)).hasToString("StateValue [] I64");
        assertThat(StateValue.ofLong(7).shape()).isEqualTo(Shape.of());
        assertThat(StateValue.ofLong(0x0102030405060708L).bytes().get(0)).isEqualTo((byte) 8);
    }

    @ParameterizedTest
    @CsvSource({"I64,8,-1", "I32,4,-1", "I16,2,-1", "I8,1,-1", "U32,4,4294967295", "U16,2,65535", "U8,1,255"})
    void otherWholeNumbersAreReadToo(String dtype, int bytes, long expected) {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 0xff);
        StateValue value = StateValue.of(dtype, Shape.of(1), ByteBuffer.wrap(ones));
        assertThat(value.longValue()).isEqualTo(expected);
        assertThatThrownBy(() -> value.toTensor(Device.CPU))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("dtype " + dtype + " is not that of a tensor; F16, BF16, F32 and F64 are");
    }

    @Test
    void whatIsNoNumberIsNoLong() {
        assertThatThrownBy(ints(0)::longValue)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("StateValue [1] F32 is not one whole number that a long holds");
        StateValue two = StateValue.of("I64", Shape.of(2), ByteBuffer.allocate(16));
        assertThatThrownBy(two::longValue).hasMessageContaining("StateValue [2] I64 is not one whole number");
        StateValue unsigned = StateValue.of("U64", Shape.of(), ByteBuffer.allocate(8));
        assertThatThrownBy(unsigned::longValue).hasMessageContaining("is not one whole number");
    }

    @Test
    void bytesAreReadOnlyAndLittleEndian() {
        StateValue value = ints(0x01020304, 5);
        ByteBuffer bytes = value.bytes();
        assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(value.byteCount()).isEqualTo(8);
        assertThat(bytes.getInt()).isEqualTo(0x01020304);
        assertThat(bytes.get()).isEqualTo((byte) 5);
        assertThat(value.bytes().position()).as("of another call's buffer").isZero();
        assertThatThrownBy(() -> bytes.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(ints().bytes().remaining()).isZero();
    }

    /** As where a tensor is too long for one buffer. */
    @Test
    void bytesInSeveralPiecesAreOneTensor() {
        ByteRun run = ByteRun.of(
                List.of(ints(1, 2).bytes(), ints(3, 4, 5, 6).bytes(), ints(7, 8).bytes()));
        assertThat(new StateValue(StoredType.F32, Shape.of(8), run)
                        .bytes()
                        .asIntBuffer()
                        .get(6))
                .isEqualTo(7);
        for (StoredType type : List.of(StoredType.F16, StoredType.BF16, StoredType.F32, StoredType.F64)) {
            StateValue pieces = new StateValue(type, Shape.of(32 / type.bytes(Shape.of())), run);
            try (Tensor tensor = pieces.toTensor(Device.CPU)) {
                assertThat(StateValue.of(tensor).bytes())
                        .isEqualTo(ints(1, 2, 3, 4, 5, 6, 7, 8).bytes());
            }
        }
    }

    @Test
    void equalityIsByTypeShapeAndBits() {
        StateValue value = ints(1, 2, 3, 4);
        assertThat(value).isEqualTo(ints(1, 2, 3, 4)).hasSameHashCodeAs(ints(1, 2, 3, 4));
        assertThat(value).isNotEqualTo(value.reshape(Shape.of(2, 2)));
        assertThat(value.reshape(Shape.of(2, 2)).reshape(Shape.of(4))).isEqualTo(value);
        assertThat(value).isNotEqualTo(StateValue.of("I32", Shape.of(4), value.bytes()));
        assertThat(ints(0)).isNotEqualTo(ints(0x80000000));
        assertThat(ints(0x7fc00000)).isEqualTo(ints(0x7fc00000)).isNotEqualTo(ints(0x7fc00001));
    }

    @Test
    void wrongArgumentsAreRefused() {
        ByteBuffer three = ByteBuffer.allocate(3);
        assertThatThrownBy(() -> StateValue.of("F32", Shape.of(1), three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [1] of F32 takes 4 bytes, but 3 were given");
        assertThatThrownBy(() -> StateValue.of("FP8", Shape.of(3), three))
                .hasMessageStartingWith("unknown dtype 'FP8': expected one of BOOL, F4,");
        assertThatThrownBy(() -> StateValue.of("F6_E2M3", Shape.of(3), three)).hasMessageContaining("whole byte");
        assertThat(StateValue.of("F6_E2M3", Shape.of(4), three).byteCount()).isEqualTo(3);
        assertThatThrownBy(() -> StateValue.ofLong(1).reshape(Shape.of(2)))
                .hasMessage("shape [2] has 2 elements, but StateValue [] I64 has 1");
        assertThat(three.position()).as("of the caller's buffer").isZero();
    }
}
