/** {@code bench/peers}: Evenkeel on the CPU beside other libraries and a copy, in turns in one process. */
@NullMarked
package dev.evenkeel.bench.peers;

import org.jspecify.annotations.NullMarked;
