/** Comparison of all devices with the float64 reference. */
@org.jspecify.annotations.NullMarked
package dev.evenkeel.parity;
