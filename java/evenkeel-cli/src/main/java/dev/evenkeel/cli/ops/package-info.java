/** The operations that the command knows, each with its inputs, settings and outputs by name. */
@NullMarked
package dev.evenkeel.cli.ops;

import org.jspecify.annotations.NullMarked;
