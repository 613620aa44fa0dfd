/** Normalization as stateless functions on tensors, forward and backward. */
@NullMarked
package dev.evenkeel.norms;

import org.jspecify.annotations.NullMarked;
