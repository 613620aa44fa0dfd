package dev.evenkeel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The element types that tensors have, named as safetensors and PyTorch abbreviate them. */
public enum DType {
    /** IEEE 754 binary32. */
    F32(4, 24),
    /** IEEE 754 binary16, PyTorch's {@code float16}. */
    F16(2, 11),
    /** The upper half of binary32, PyTorch's {@code bfloat16}. */
    BF16(2, 8),
    /** IEEE 754 binary64. */
    F64(8, 53);

    private final int bytes;
    private final int precision;

    DType(int bytes, int precision) {
        this.bytes = bytes;
        this.precision = precision;
    }

    /** Bytes that one element takes. */
    public int bytes() {
        return bytes;
    }

    /** Bits of the significand, the implicit one included. */
    public int precision() {
        return precision;
    }

    /** Half the distance from 1 to the next larger value: the relative error of one rounding. */
    public double unitRoundoff() {
        return Math.scalb(1.0, -precision);
    }

    /** Type of statistics and arithmetic over elements of this type: {@code F64} for itself, else {@code F32}. */
    public DType statistics() {
        return this == F64 ? F64 : F32;
    }

    /** The lower-case name that the command line and kernel names use: {@code f32}, {@code f16}, {@code bf16}, {@code f64}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type with this {@linkplain #label() label}.
     *
     * @throws IllegalArgumentException if no type has it; the message lists those that there are
     */
    public static DType parse(String label) {
        for (DType dtype : values()) {
            if (dtype.label().equals(label)) {
                return dtype;
            }
        }
        throw new IllegalArgumentException("unknown dtype '" + label + "': expected one of "
                + Arrays.stream(values()).map(DType::label).collect(Collectors.joining(", ")));
    }
}
