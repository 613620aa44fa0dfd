package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import org.jspecify.annotations.Nullable;

/** What batch normalization makes of x̂: x̂·weight + bias + residual, then relu if the geometry says so. */
record ChannelOutput(boolean relu, OptionalValues residual, OptionalValues weight, OptionalValues bias) {

    static ChannelOutput of(
            ChannelGeometry geometry, @Nullable Buffer residual, @Nullable Buffer weight, @Nullable Buffer bias) {
        return new ChannelOutput(
                geometry.relu(),
                OptionalValues.in(residual, 0),
                OptionalValues.in(weight, 1),
                OptionalValues.in(bias, 0));
    }

    /** y of the element at {@code i}, of channel {@code c}. */
    double y(int i, int c, double xhat) {
        double value = value(i, c, xhat);
        return relu && value < 0 ? 0 : value;
    }

    /** Whether a gradient passes the activation; as in PyTorch it does at NaN and not at 0. */
    boolean passes(int i, int c, double xhat) {
        return !relu || !(value(i, c, xhat) <= 0);
    }

    private double value(int i, int c, double xhat) {
        return xhat * weight.get(c) + bias.get(c) + residual.get(i);
    }
}
