package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Weight and bias of each channel: 1 and 0 where there are none. */
record ChannelAffine(@Nullable Buffer weights, @Nullable Buffer biases) {
    double weight(int channel) {
        return weights instanceof HeapBuffer values ? values.get(channel) : 1;
    }

    double bias(int channel) {
        return biases instanceof HeapBuffer values ? values.get(channel) : 0;
    }

    /** Statistics, weight and bias in one. */
    Normalizer normalizer(int channel, Moments moments, double rstd) {
        return Normalizer.of(moments, rstd, weight(channel), bias(channel));
    }
}
