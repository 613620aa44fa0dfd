/** DJL, in a process of its own. */
@NullMarked
package dev.evenkeel.bench.peers.djl;

import org.jspecify.annotations.NullMarked;
