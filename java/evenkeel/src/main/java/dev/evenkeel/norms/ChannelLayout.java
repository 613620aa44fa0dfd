package dev.evenkeel.norms;

import dev.evenkeel.Shape;

/** Which axis of a batch holds the channels. The two are the same for two-dimensional data (N, C). */
public enum ChannelLayout {
    /** (N, C, …): PyTorch's own order. */
    CHANNELS_FIRST,
    /** (N, …, C): Keras' own order, and what PyTorch calls {@code channels_last} in memory. */
    CHANNELS_LAST;

    /** Number of channels of a batch of this shape. */
    public long channels(Shape shape) {
        return shape.dim(axis());
    }

    /** Size of all axes before the channels. */
    long outer(Shape shape) {
        return this == CHANNELS_FIRST
                ? shape.dim(0)
                : shape.leading(shape.rank() - 1).count();
    }

    /** Size of all axes after the channels. */
    long inner(Shape shape) {
        return this == CHANNELS_FIRST ? shape.trailing(shape.rank() - 2).count() : 1;
    }

    /** Elements of one channel of one sample. */
    long spatial(Shape shape) {
        Shape rest = shape.trailing(shape.rank() - 1);
        return this == CHANNELS_FIRST
                ? rest.trailing(rest.rank() - 1).count()
                : rest.leading(rest.rank() - 1).count();
    }

    private int axis() {
        return this == CHANNELS_FIRST ? 1 : -1;
    }
}
