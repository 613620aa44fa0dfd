/** Counts what a launch does: instructions, barriers, bank conflicts, traffic by tensor. */
@NullMarked
package dev.evenkeel.ptx.meter;

import org.jspecify.annotations.NullMarked;
