/** Labelled examples to train on: bundled, generated, or read from files. */
@NullMarked
package dev.evenkeel.cli.data;

import org.jspecify.annotations.NullMarked;
