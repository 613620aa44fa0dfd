package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.MatrixView;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KernelArgumentsTest {
    private static final KernelSignature SIGNATURE = KernelSignature.parse("k", "x y? n:i32 rows:i64 eps:s", DType.F32);
    private static final KernelSignature DOUBLES = KernelSignature.parse("d", "eps:s", DType.F64);

    private final KernelArguments arguments = new KernelArguments();

    @Test
    void valuesLieAtTheirOffsetsLittleEndian() {
        ByteBuffer block = arguments
                .begin(SIGNATURE)
                .address(0x0102030405060708L)
                .buffer(null)
                .i32(-2)
                .i64(1L << 40)
                .number(1e-5)
                .block();
        assertThat(block.remaining()).isEqualTo(36);
        assertThat(block.get(0)).isEqualTo((byte) 8);
        assertThat(block.getLong(0)).isEqualTo(0x0102030405060708L);
        assertThat(block.getLong(8)).isZero();
        assertThat(block.getInt(16)).isEqualTo(-2);
        assertThat(block.getInt(20)).as("padding").isZero();
        assertThat(block.getLong(24)).isEqualTo(1L << 40);
        assertThat(block.getFloat(32)).isEqualTo(1e-5f);
    }

    @Test
    void aMatrixBeginsAtItsOffset() {
        MatrixView matrix = new MatrixView(CudaBuffer.borrow(0x1000, DType.F64, 100), 3, 2, 5, 7);
        ByteBuffer block = arguments
                .begin(KernelSignature.parse("m", "x y? x_stride:i64 y_stride:i64", DType.F64))
                .matrix(matrix)
                .matrix(null)
                .stride(matrix)
                .stride(null)
                .block();
        assertThat(block.getLong(0)).isEqualTo(0x1000 + 3 * 8);
        assertThat(block.getLong(8)).isZero();
        assertThat(block.getLong(16)).isEqualTo(7);
        assertThat(block.getLong(24)).isZero();
    }

    @Test
    void theBlockIsUsedAgainWithNothingLeftInIt() {
        arguments
                .begin(SIGNATURE)
                .address(-1)
                .address(-1)
                .i32(-1)
                .i64(-1)
                .number(-1)
                .block();
        ByteBuffer block = arguments.begin(DOUBLES).number(0.1).block();
        assertThat(block.remaining()).isEqualTo(8);
        assertThat(block.getDouble(0)).isEqualTo(0.1);
        block = arguments
                .begin(SIGNATURE)
                .address(1)
                .address(0)
                .i32(0)
                .i64(0)
                .number(0)
                .block();
        assertThat(block.getLong(16)).isZero();
    }

    @Test
    void aRequiredAddressMayNotBeNull() {
        arguments.begin(SIGNATURE);
        assertThatThrownBy(() -> arguments.buffer(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("k: x is ADDRESS, not given as an address");
    }

    @Test
    void typesAreHeldAgainstTheSignature() {
        assertThatThrownBy(() -> arguments.begin(SIGNATURE).i64(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arguments.begin(DOUBLES).i64(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arguments.begin(DOUBLES).i32(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arguments.begin(DOUBLES).address(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> arguments.begin(SIGNATURE).number(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tooFewAndTooManyAreRefused() {
        assertThatThrownBy(() -> arguments.begin(SIGNATURE).address(1).block())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("k lacks y");
        assertThatThrownBy(() -> arguments.begin(DOUBLES).number(1).number(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("d has only 1 parameters");
    }

    @Test
    void everyKernelFits() {
        for (Kernel kernel : Kernel.values()) {
            for (KernelSignature signature : kernel.signatures()) {
                assertThat(arguments.begin(signature)).isSameAs(arguments);
            }
        }
    }
}
