package dev.evenkeel.internal.spi;

import dev.evenkeel.DType;

/** A run of elements in one device's memory. Closing it again does nothing; what uses it after that is undefined. */
public interface Buffer extends AutoCloseable {
    /** Type of the elements. */
    DType dtype();

    /** Number of elements. */
    long count();

    /** Bytes that the elements take. */
    default long bytes() {
        return count() * dtype().bytes();
    }

    /** Gives the memory back if this buffer owns it. */
    @Override
    void close();
}
