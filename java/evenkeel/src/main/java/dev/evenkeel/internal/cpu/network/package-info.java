/** What networks need besides normalization, over Java arrays. */
@NullMarked
package dev.evenkeel.internal.cpu.network;

import org.jspecify.annotations.NullMarked;
