/** Evenkeel as a contender: the only package that is loaded again for its second copy. */
@NullMarked
package dev.evenkeel.bench.peers.own;

import org.jspecify.annotations.NullMarked;
