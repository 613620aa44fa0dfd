/** Optimizers: what turns gradients into steps of the parameters. */
@NullMarked
package dev.evenkeel.optim;

import org.jspecify.annotations.NullMarked;
