/** One row of a comparison: its data, its reference, its errors and its time. */
@NullMarked
package dev.evenkeel.cli.compare.measure;

import org.jspecify.annotations.NullMarked;
