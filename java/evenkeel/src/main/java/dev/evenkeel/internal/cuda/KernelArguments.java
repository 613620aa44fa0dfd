package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.KernelSignature.Parameter;
import dev.evenkeel.internal.cuda.KernelSignature.Type;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.MatrixView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the arguments of one launch after the other into the same block of memory. Each argument is held against
 * the signature: one of the wrong type, missing or left over is an {@link IllegalStateException}, for to the driver it
 * would be a valid launch of something else. Not thread-safe.
 */
final class KernelArguments {
    private static final int CAPACITY = 256;

    private final ByteBuffer block = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private KernelSignature signature = new KernelSignature("no kernel", List.of(), 0);
    private int given;

    /** Forgets what was given and begins anew. */
    KernelArguments begin(KernelSignature next) {
        signature = next;
        given = 0;
        block.clear();
        for (int at = 0; at < next.bytes(); at += Long.BYTES) {
            block.putLong(at, 0);
        }
        return this;
    }

    /** Where a buffer lies; null is allowed where the signature says so. */
    KernelArguments buffer(@Nullable Buffer buffer) {
        return address(addressOf(buffer));
    }

    /** Where a buffer lies; 0 for null. */
    static long addressOf(@Nullable Buffer buffer) {
        return buffer == null ? 0 : ((CudaBuffer) buffer).address();
    }

    /** Where a matrix begins; null as above. */
    KernelArguments matrix(@Nullable MatrixView matrix) {
        return address(
                matrix == null
                        ? 0
                        : addressOf(matrix.buffer())
                                + matrix.offset() * matrix.buffer().dtype().bytes());
    }

    /** Elements from one row of a matrix to the next; 0 for null. */
    KernelArguments stride(@Nullable MatrixView matrix) {
        return i64(matrix == null ? 0 : matrix.stride());
    }

    /** A device address; 0 is allowed where the signature says so. */
    KernelArguments address(long address) {
        Parameter parameter = next();
        boolean optional = parameter.type() == Type.OPTIONAL_ADDRESS;
        require(optional || parameter.type() == Type.ADDRESS && address != 0, parameter, "an address");
        block.putLong(parameter.offset(), address);
        return this;
    }

    KernelArguments i64(long value) {
        Parameter parameter = next();
        require(parameter.type() == Type.I64, parameter, "an i64");
        block.putLong(parameter.offset(), value);
        return this;
    }

    KernelArguments i32(int value) {
        Parameter parameter = next();
        require(parameter.type() == Type.I32, parameter, "an i32");
        block.putInt(parameter.offset(), value);
        return this;
    }

    /** 1 for true: how kernels take what Java calls a boolean. */
    KernelArguments flag(boolean value) {
        return i32(value ? 1 : 0);
    }

    /** The code by which kernels know a type: {@code kernels/common/typed.cuh} has the same order. */
    KernelArguments type(DType dtype) {
        return i32(dtype.ordinal());
    }

    /** A number, rounded to the statistics type where that is float. */
    KernelArguments number(double value) {
        Parameter parameter = next();
        if (parameter.type() == Type.F32) {
            block.putFloat(parameter.offset(), (float) value);
        } else {
            require(parameter.type() == Type.F64, parameter, "a number");
            block.putDouble(parameter.offset(), value);
        }
        return this;
    }

    /** The finished block, from 0 to its limit. Valid until the next {@link #begin}. */
    ByteBuffer block() {
        if (given != signature.parameters().size()) {
            throw new IllegalStateException(signature.entry() + " lacks "
                    + signature.parameters().get(given).name());
        }
        return block.limit(signature.bytes());
    }

    private Parameter next() {
        if (given == signature.parameters().size()) {
            throw new IllegalStateException(signature.entry() + " has only " + given + " parameters");
        }
        return signature.parameters().get(given++);
    }

    private void require(boolean fits, Parameter parameter, String what) {
        if (!fits) {
            throw new IllegalStateException(
                    signature.entry() + ": " + parameter.name() + " is " + parameter.type() + ", not given as " + what);
        }
    }
}
