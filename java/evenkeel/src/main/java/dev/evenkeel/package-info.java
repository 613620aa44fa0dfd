/** Values that everything else speaks of: element types, shapes, devices, and the errors of devices. */
@NullMarked
package dev.evenkeel;

import org.jspecify.annotations.NullMarked;
