package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** The part of batch normalization after the statistics: (x − mean)·rstd·weight + bias + residual, then relu. */
final class Affine {
    private final HeapBuffer x;
    private final OptionalValues residual;
    private final OptionalValues weight;
    private final OptionalValues bias;
    private final boolean relu;

    Affine(
            ChannelGeometry geometry,
            Buffer x,
            @Nullable Buffer residual,
            @Nullable Buffer weight,
            @Nullable Buffer bias) {
        this.x = (HeapBuffer) x;
        this.residual = OptionalValues.in(residual, 0);
        this.weight = OptionalValues.in(weight, 1);
        this.bias = OptionalValues.in(bias, 0);
        this.relu = geometry.relu();
    }

    double activated(int i, int channel, double mean, double rstd) {
        double value = value(i, channel, mean, rstd);
        return relu && value < 0 ? 0 : value;
    }

    /** Whether a gradient passes the activation; as in PyTorch it does at NaN and not at 0. */
    boolean passes(int i, int channel, double mean, double rstd) {
        return !relu || !(value(i, channel, mean, rstd) <= 0);
    }

    private double value(int i, int channel, double mean, double rstd) {
        return (x.get(i) - mean) * rstd * weight.get(channel) + bias.get(channel) + residual.get(i);
    }
}
