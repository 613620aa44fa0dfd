/** Vectorized siblings of the CPU backend's loops. Loaded only where the JVM has module {@code jdk.incubator.vector}. */
@NullMarked
package dev.evenkeel.internal.cpu.simd;

import org.jspecify.annotations.NullMarked;
