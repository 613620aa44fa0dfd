/** {@code compare --report}: one HTML file with tables and plots. */
@NullMarked
package dev.evenkeel.cli.compare.html;

import org.jspecify.annotations.NullMarked;
