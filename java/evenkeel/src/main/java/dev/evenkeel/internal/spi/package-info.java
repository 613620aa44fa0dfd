/** The seam between the public API and the backends that compute: no validation, no policy. */
@NullMarked
package dev.evenkeel.internal.spi;

import org.jspecify.annotations.NullMarked;
