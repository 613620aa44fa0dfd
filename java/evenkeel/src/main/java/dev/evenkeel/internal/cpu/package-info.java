/** The backends on heap memory: readable reference loops, and the same operations on all cores. */
@NullMarked
package dev.evenkeel.internal.cpu;

import org.jspecify.annotations.NullMarked;
