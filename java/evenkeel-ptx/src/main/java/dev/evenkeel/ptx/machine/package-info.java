/** Executes kernels: grids, blocks, warps of 32 lanes, and the steps that instructions are made of. */
@NullMarked
package dev.evenkeel.ptx.machine;

import org.jspecify.annotations.NullMarked;
