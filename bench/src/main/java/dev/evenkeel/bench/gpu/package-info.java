/** The benchmark on a GPU: ours, PyTorch's, Triton's and a copy of the same bytes, in turns on one device. */
@NullMarked
package dev.evenkeel.bench.gpu;

import org.jspecify.annotations.NullMarked;
