/** {@code train}: small networks on real data, with and without normalization. */
@NullMarked
package dev.evenkeel.cli.train;

import org.jspecify.annotations.NullMarked;
