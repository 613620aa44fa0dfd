package dev.evenkeel.cli.train;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.LayerNorm;
import dev.evenkeel.nn.Reparametrization;
import dev.evenkeel.nn.RmsNorm;
import dev.evenkeel.norms.ChannelLayout;
import java.util.List;
import java.util.Locale;

/** What normalizes a network's hidden layers: {@code --norm}. */
enum NormKind {
    /** Nothing. */
    NONE,
    /** Batch norm after each hidden layer. */
    BATCH,
    /** Layer norm after each hidden layer. */
    LAYER,
    /** RMS norm after each hidden layer. */
    RMS,
    /** Weight norm of each hidden layer. */
    WEIGHT(Reparametrization.WEIGHT_NORM),
    /** Spectral norm of each hidden layer. */
    SPECTRAL(Reparametrization.SPECTRAL_NORM);

    private final Reparametrization weights;

    NormKind() {
        this(Reparametrization.NONE);
    }

    NormKind(Reparametrization weights) {
        this.weights = weights;
    }

    /** What the weights of hidden layers are a function of. */
    Reparametrization weights() {
        return weights;
    }

    /** What follows a hidden layer of {@code size} outputs; the caller closes it. */
    List<Layer> after(int size, DType dtype, Device device) {
        return switch (this) {
            case NONE, WEIGHT, SPECTRAL -> List.of();
            case BATCH ->
                List.of(BatchNorm.builder(size)
                        .layout(ChannelLayout.CHANNELS_LAST)
                        .dtype(dtype)
                        .build(device));
            case LAYER -> List.of(LayerNorm.builder(size).dtype(dtype).build(device));
            case RMS -> List.of(RmsNorm.builder(size).dtype(dtype).build(device));
        };
    }

    /** What a sentence calls it. */
    String words() {
        return switch (this) {
            case NONE -> "no normalization";
            case RMS -> "RMS norm";
            default -> label() + " norm";
        };
    }

    /** What the option calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
