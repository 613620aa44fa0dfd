package dev.evenkeel.ptx.machine;

import org.jspecify.annotations.Nullable;

/**
 * Steps that are executed one after the other, and how they are left.
 *
 * @param steps the steps
 * @param instructions how many instructions of the PTX they are, the last one included
 * @param convergent the first step, if lanes must come together for it
 * @param exit what follows
 */
record BasicBlock(Step[] steps, int instructions, @Nullable ConvergentStep convergent, Exit exit) {}
