/** DL4J, in a process of its own. */
@NullMarked
package dev.evenkeel.bench.peers.dl4j;

import org.jspecify.annotations.NullMarked;
