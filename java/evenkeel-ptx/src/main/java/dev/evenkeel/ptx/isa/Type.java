package dev.evenkeel.ptx.isa;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fundamental and packed types of PTX. */
public enum Type {
    B8(1),
    U8(1),
    S8(1),
    B16(2),
    U16(2),
    S16(2),
    F16(2),
    BF16(2),
    B32(4),
    U32(4),
    S32(4),
    F32(4),
    F16X2(4),
    BF16X2(4),
    B64(8),
    U64(8),
    S64(8),
    F64(8),
    /** One bit; the size is what it takes in a register. */
    PRED(4);

    private static final Map<String, Type> BY_LABEL = new HashMap<>();

    static {
        for (Type type : values()) {
            BY_LABEL.put(type.label(), type);
        }
    }

    private final int bytes;

    Type(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes in memory. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are compared and extended with a sign. */
    public boolean signed() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    /** The name as modifiers spell it, without the dot. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this {@linkplain #label() label}; null if it is none. */
    @Nullable
    public static Type of(String label) {
        return BY_LABEL.get(label);
    }
}
