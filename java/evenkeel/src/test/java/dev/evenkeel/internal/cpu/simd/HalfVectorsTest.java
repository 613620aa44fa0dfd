package dev.evenkeel.internal.cpu.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors convert as plain Java does, bit for bit. */
class HalfVectorsTest {
    private static final Rows<float[]> PLAIN = Loops.plain().floats().rows();
    private static final Rows<float[]> VECTORS = new VectorFloatRows(PLAIN);

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyValueWidensAsPlain(DType dtype) {
        short[] bits = new short[1 << Short.SIZE];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (short) i;
        }
        HeapBuffer from = HeapBuffer.wrap(bits, dtype);
        float[] plain = new float[bits.length];
        float[] vectors = new float[bits.length];
        PLAIN.load(from, 0, plain, 0, bits.length);
        VECTORS.load(from, 0, vectors, 0, bits.length);
        for (int i = 0; i < bits.length; i++) {
            assertThat(Float.floatToRawIntBits(vectors[i])).as("%x", i).isEqualTo(Float.floatToRawIntBits(plain[i]));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void valuesNarrowAsPlain(DType dtype) {
        Random random = new Random(7);
        float[] row = new float[1 << 20];
        for (int i = 0; i < row.length; i++) {
            // all that lies on and beside each place where rounding turns, and anything else
            int edge = (i & 0xFFFFF) << 12 | random.nextInt(3) - 1 & 0xFFF;
            row[i] = Float.intBitsToFloat(i % 2 == 0 ? edge : random.nextInt());
        }
        short[] plain = new short[row.length];
        short[] vectors = new short[row.length];
        PLAIN.store(row, 0, HeapBuffer.wrap(plain, dtype), 0, row.length);
        VECTORS.store(row, 0, HeapBuffer.wrap(vectors, dtype), 0, row.length);
        assertThat(Arrays.equals(vectors, plain)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void anyLengthAtAnyPlace(DType dtype) {
        for (int n = 0; n < 40; n++) {
            short[] bits = new short[50];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = (short) (1000 + i);
            }
            float[] row = new float[50];
            VECTORS.load(HeapBuffer.wrap(bits, dtype), 3, row, 5, n);
            short[] back = new short[50];
            VECTORS.store(row, 5, HeapBuffer.wrap(back, dtype), 7, n);
            for (int i = 0; i < back.length; i++) {
                assertThat(back[i]).isEqualTo((short) (i >= 7 && i < 7 + n ? 1003 + i - 7 : 0));
                assertThat(row[i] != 0).isEqualTo(i >= 5 && i < 5 + n);
            }
        }
    }
}
