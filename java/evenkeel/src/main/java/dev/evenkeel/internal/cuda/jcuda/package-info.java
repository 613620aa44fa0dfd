/** The CUDA driver reached through JCuda: the only package that names its types. */
@NullMarked
package dev.evenkeel.internal.cuda.jcuda;

import org.jspecify.annotations.NullMarked;
