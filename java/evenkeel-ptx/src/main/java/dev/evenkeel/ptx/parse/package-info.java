/** Reads PTX text. */
@NullMarked
package dev.evenkeel.ptx.parse;

import org.jspecify.annotations.NullMarked;
