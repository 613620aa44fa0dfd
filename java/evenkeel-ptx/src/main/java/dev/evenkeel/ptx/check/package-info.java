/** Finds what a kernel does wrong: accesses outside memory, undefined values, races, divergent barriers. */
@NullMarked
package dev.evenkeel.ptx.check;

import org.jspecify.annotations.NullMarked;
