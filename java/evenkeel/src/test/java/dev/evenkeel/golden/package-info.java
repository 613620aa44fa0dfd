/** Comparison with other frameworks. */
@org.jspecify.annotations.NullMarked
package dev.evenkeel.golden;
