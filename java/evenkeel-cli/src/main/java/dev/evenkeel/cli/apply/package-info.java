/** {@code evenkeel apply}: one operation on files. */
@NullMarked
package dev.evenkeel.cli.apply;

import org.jspecify.annotations.NullMarked;
