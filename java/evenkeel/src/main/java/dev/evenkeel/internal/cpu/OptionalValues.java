package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An array that an operation may have been given: reads its neutral value and ignores writes where it is absent.
 *
 * @param neutral what is read where there is no array
 * @param offset what is added to every value read from an array
 */
record OptionalValues(@Nullable HeapBuffer values, double neutral, double offset) {

    /** A factor or summand, absent as {@code neutral}. */
    static OptionalValues in(@Nullable Buffer values, double neutral) {
        return new OptionalValues((HeapBuffer) values, neutral, 0);
    }

    /** A gain stored as what it is above {@code offset}. */
    static OptionalValues weight(@Nullable Buffer values, double offset) {
        return new OptionalValues((HeapBuffer) values, 1, offset);
    }

    /** An output. */
    static OptionalValues out(@Nullable Buffer values) {
        return new OptionalValues((HeapBuffer) values, 0, 0);
    }

    double get(int i) {
        return values == null ? neutral : values.get(i) + offset;
    }

    void set(int i, double value) {
        if (values != null) {
            values.set(i, value);
        }
    }

    void setOrAdd(int i, double value, boolean add) {
        if (values != null) {
            values.set(i, add ? values.get(i) + value : value);
        }
    }
}
