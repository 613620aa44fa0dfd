/** Pages of HTML that need nothing else, with tables and plots. */
@NullMarked
package dev.evenkeel.cli.html;

import org.jspecify.annotations.NullMarked;
