/** Losses with their gradients, and what they take. */
@NullMarked
package dev.evenkeel.loss;

import org.jspecify.annotations.NullMarked;
