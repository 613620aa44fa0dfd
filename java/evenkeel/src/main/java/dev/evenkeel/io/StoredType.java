package dev.evenkeel.io;

import dev.evenkeel.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The element types of the format, in the order in which its reference implementation lays tensors out: by alignment,
 * the last ones first.
 */
enum StoredType {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private final int bits;

    StoredType(int bits) {
        this.bits = bits;
    }

    /**
     * The type of this name.
     *
     * @throws IllegalArgumentException if the format has none; the message lists those that it has
     */
    static StoredType parse(String name) {
        for (StoredType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown dtype '" + name + "': expected one of "
                + Arrays.stream(values()).map(StoredType::name).collect(Collectors.joining(", ")));
    }

    /**
     * Bytes that the elements of a shape take, without gaps.
     *
     * @throws IllegalArgumentException if they overflow a {@code long} or don't end with a whole byte
     */
    long bytes(Shape shape) {
        long count = shape.count();
        if (count > Long.MAX_VALUE / bits) {
            throw new IllegalArgumentException("shape " + shape + " of " + name() + " takes more than 2^60 bytes");
        }
        if (count * bits % Byte.SIZE != 0) {
            throw new IllegalArgumentException("shape " + shape + " of " + name() + " does not end with a whole byte");
        }
        return count * bits / Byte.SIZE;
    }
}
