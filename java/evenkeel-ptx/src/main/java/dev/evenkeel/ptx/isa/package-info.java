/** PTX as data: what a module says, before it is made executable. Names follow the PTX ISA manual. */
@NullMarked
package dev.evenkeel.ptx.isa;

import org.jspecify.annotations.NullMarked;
