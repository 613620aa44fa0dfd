package dev.evenkeel.internal.spi;

/** A whole number in a device's memory that an operation counts up, for backends that have such. */
public interface Counter {}
