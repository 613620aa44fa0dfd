/** The operations of the CPU backend, cut into chunks of work that any number of threads may share. */
@NullMarked
package dev.evenkeel.internal.cpu.parallel;

import org.jspecify.annotations.NullMarked;
