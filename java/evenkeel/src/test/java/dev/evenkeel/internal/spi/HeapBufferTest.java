package dev.evenkeel.internal.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeapBufferTest {
    @ParameterizedTest
    @EnumSource
    void holdsWhatItIsGiven(DType dtype) {
        HeapBuffer buffer = HeapBuffer.allocate(dtype, 3);
        assertThat(buffer.get(0)).isZero();
        buffer.fill(0.5);
        buffer.set(1, -1.75);
        assertThat(new double[] {buffer.get(0), buffer.get(1), buffer.get(2)}).containsExactly(0.5, -1.75, 0.5);
        assertThat(buffer.dtype()).isSameAs(dtype);
        assertThat(buffer.count()).isEqualTo(3);
        assertThat(buffer.bytes()).isEqualTo(3L * dtype.bytes());
        buffer.close();
        buffer.close();
    }

    @ParameterizedTest
    @EnumSource
    void convertsToEveryType(DType from) {
        HeapBuffer buffer = HeapBuffer.allocate(from, 2);
        buffer.set(0, 1 + 0x1p-7);
        buffer.set(1, Double.NEGATIVE_INFINITY);
        for (DType to : DType.values()) {
            HeapBuffer converted = buffer.convert(to);
            assertThat(converted.dtype()).isSameAs(to);
            assertThat(converted.array()).isNotSameAs(buffer.array());
            assertThat(converted.get(0)).isEqualTo(1 + 0x1p-7);
            assertThat(converted.get(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    @Test
    void wrapsWithoutCopying() {
        short[] bits = {0x3C00};
        HeapBuffer buffer = HeapBuffer.wrap(bits, DType.F16);
        buffer.set(0, 2);
        assertThat(bits[0]).isEqualTo((short) 0x4000);
    }

    @Test
    void saysWhatItCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapBuffer.allocate(DType.F32, 1L << 31))
                .withMessage("a tensor on the heap holds at most 2147483639 elements, not 2147483648");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapBuffer.wrap(new short[1], DType.F32))
                .withMessage("F32 elements are not 16 bits wide");
    }
}
