/** Normalization layers: parameters, gradients and running statistics around the functions of {@code norms}. */
@NullMarked
package dev.evenkeel.nn;

import org.jspecify.annotations.NullMarked;
