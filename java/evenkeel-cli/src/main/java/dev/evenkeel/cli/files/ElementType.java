package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import java.nio.ByteOrder;

/**
 * How one element lies in a file.
 *
 * @param dtype what it is
 * @param order the order of its bytes
 */
record ElementType(DType dtype, ByteOrder order) {
    /** Little-endian, as safetensors are and as {@code .npy} files are written. */
    static ElementType littleEndian(DType dtype) {
        return new ElementType(dtype, ByteOrder.LITTLE_ENDIAN);
    }

    int bytes() {
        return dtype.bytes();
    }
}
