/** The peers that share a process with Evenkeel. */
@NullMarked
package dev.evenkeel.bench.peers.natives;

import org.jspecify.annotations.NullMarked;
