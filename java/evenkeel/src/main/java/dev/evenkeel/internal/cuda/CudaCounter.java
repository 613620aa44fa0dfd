package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.Counter;

/** A signed 64-bit integer at a device address. */
public record CudaCounter(long address) implements Counter {}
