package dev.evenkeel.internal.spi;

/** Where a sample's channels lie. */
public enum Layout {
    /** (sample, channel, inner). */
    CHANNELS_FIRST,
    /** (sample, inner, channel). */
    CHANNELS_LAST
}
