/** The virtual GPU behind the driver's seam. */
@NullMarked
package dev.evenkeel.ptx.driver;

import org.jspecify.annotations.NullMarked;
