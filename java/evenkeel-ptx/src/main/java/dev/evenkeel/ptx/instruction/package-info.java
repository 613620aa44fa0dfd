/**
 * What instructions do to a warp: a register is an array of 32 lanes, and a form of an instruction is a function of
 * whole arrays. Forms compute all lanes; the machine keeps the results of the active ones.
 */
@NullMarked
package dev.evenkeel.ptx.instruction;

import org.jspecify.annotations.NullMarked;
