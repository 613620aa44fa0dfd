/** What tests share: devices, numbers, comparisons. */
@org.jspecify.annotations.NullMarked
package dev.evenkeel.testing;
