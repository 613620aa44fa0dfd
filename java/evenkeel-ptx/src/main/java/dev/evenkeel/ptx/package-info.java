/** A virtual GPU: runs, checks and measures PTX on the JVM. */
@NullMarked
package dev.evenkeel.ptx;

import org.jspecify.annotations.NullMarked;
