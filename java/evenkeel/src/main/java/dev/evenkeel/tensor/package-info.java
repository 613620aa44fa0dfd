/** Shaped, typed, placed memory, and the way to find the devices it can lie on. */
@NullMarked
package dev.evenkeel.tensor;

import org.jspecify.annotations.NullMarked;
