/** How results leave the command: JSON, the HTML report, progress. */
@NullMarked
package dev.evenkeel.cli.report;

import org.jspecify.annotations.NullMarked;
