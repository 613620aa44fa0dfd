/** The command {@code evenkeel}: what it is called with, and how it answers. */
@NullMarked
package dev.evenkeel.cli;

import org.jspecify.annotations.NullMarked;
