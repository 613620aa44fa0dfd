/** The address space: allocations with guard zones, shared and local memory. */
@NullMarked
package dev.evenkeel.ptx.memory;

import org.jspecify.annotations.NullMarked;
