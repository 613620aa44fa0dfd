/** {@code evenkeel compare}: every operation against the float64 reference, and against a copy of the same bytes. */
@NullMarked
package dev.evenkeel.cli.compare;

import org.jspecify.annotations.NullMarked;
