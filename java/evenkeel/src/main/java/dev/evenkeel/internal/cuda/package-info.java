/** The CUDA backend: which kernels an operation launches, how, and from which PTX. */
@NullMarked
package dev.evenkeel.internal.cuda;

import org.jspecify.annotations.NullMarked;
