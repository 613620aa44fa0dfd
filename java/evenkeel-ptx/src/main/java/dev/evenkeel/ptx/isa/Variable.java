package dev.evenkeel.ptx.isa;

import org.jspecify.annotations.Nullable;

/**
 * A variable or parameter.
 *
 * @param line where it is declared
 * @param space where it lies
 * @param name its name
 * @param align alignment in bytes
 * @param bytes its size; 0 for {@code extern .shared} arrays, whose size the launch gives
 * @param initial initial bytes, or null for zeros (global, const) or none (shared, local)
 */
public record Variable(int line, StateSpace space, String name, int align, long bytes, byte @Nullable [] initial) {}
