/** The loops of the CPU backend: one interface for each family, a float and a double sibling of each. */
@NullMarked
package dev.evenkeel.internal.cpu.kernel;

import org.jspecify.annotations.NullMarked;
