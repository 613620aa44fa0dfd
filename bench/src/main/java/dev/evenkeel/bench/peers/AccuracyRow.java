package dev.evenkeel.bench.peers;

import org.jspecify.annotations.Nullable;

/**
 * How far a candidate's y is from float64 for one kind of input.
 *
 * @param op the name that {@code evenkeel apply} has for it
 * @param shape of x in memory
 * @param input {@link Input#label}
 * @param candidate who computed
 * @param relativeL2 relative error of y; null if it is not finite
 * @param maxAbs largest error of an element; null if it is not finite
 */
record AccuracyRow(
        String op,
        String shape,
        String input,
        String candidate,
        @Nullable Double relativeL2,
        @Nullable Double maxAbs) {}
