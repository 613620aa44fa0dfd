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
    int bytes() {
        return dtype.bytes();
    }
}
