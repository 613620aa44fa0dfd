package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** An array that an operation may have been given: reads its neutral value and ignores writes where it is absent. */
record OptionalValues(@Nullable HeapBuffer values, double neutral) {

    /** A factor or summand, absent as {@code neutral}. */
    static OptionalValues in(@Nullable Buffer values, double neutral) {
        return new OptionalValues((HeapBuffer) values, neutral);
    }

    /** An output. */
    static OptionalValues out(@Nullable Buffer values) {
        return new OptionalValues((HeapBuffer) values, 0);
    }

    double get(int i) {
        return values == null ? neutral : values.get(i);
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
