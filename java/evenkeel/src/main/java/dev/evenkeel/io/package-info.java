/** What models are kept in: named values on the host, and the {@code .safetensors} files that hold them. */
@NullMarked
package dev.evenkeel.io;

import org.jspecify.annotations.NullMarked;
