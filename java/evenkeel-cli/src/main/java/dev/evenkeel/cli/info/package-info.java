/** {@code evenkeel info}: what this machine and this build have. */
@NullMarked
package dev.evenkeel.cli.info;

import org.jspecify.annotations.NullMarked;
