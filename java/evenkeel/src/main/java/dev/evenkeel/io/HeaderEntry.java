package dev.evenkeel.io;

import dev.evenkeel.Shape;

/**
 * What the header says of one tensor.
 *
 * @param name its name
 * @param type its type
 * @param shape its shape
 * @param begin where its bytes begin, counted from the end of the header
 * @param end where they end
 */
record HeaderEntry(String name, StoredType type, Shape shape, long begin, long end) {
    long length() {
        return end - begin;
    }
}
