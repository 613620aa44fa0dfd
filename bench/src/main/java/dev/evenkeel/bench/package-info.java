/** How long normalization takes on each device, beside a copy of as many bytes on the same device. */
@NullMarked
package dev.evenkeel.bench;

import org.jspecify.annotations.NullMarked;
