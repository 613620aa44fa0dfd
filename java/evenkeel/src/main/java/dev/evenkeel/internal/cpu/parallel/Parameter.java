package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A number for each channel, or one and the same where there is no tensor of them.
 *
 * @param neutral what is read where there is none
 */
record Parameter(@Nullable HeapBuffer values, double neutral) {

    static Parameter of(@Nullable Buffer values, double neutral) {
        return new Parameter((HeapBuffer) values, neutral);
    }

    double at(int channel) {
        return values == null ? neutral : values.get(channel);
    }
}
