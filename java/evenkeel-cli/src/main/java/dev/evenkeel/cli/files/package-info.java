/** Tensors in files: {@code .npy} read and written, {@code .safetensors} read; and outputs that appear all or none. */
@NullMarked
package dev.evenkeel.cli.files;

import org.jspecify.annotations.NullMarked;
