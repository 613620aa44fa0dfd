/** Notices when the CPU device's vectors have silently fallen apart. */
@NullMarked
package dev.evenkeel.bench.guard;

import org.jspecify.annotations.NullMarked;
