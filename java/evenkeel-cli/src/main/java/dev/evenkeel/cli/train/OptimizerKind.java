package dev.evenkeel.cli.train;

import dev.evenkeel.nn.Layer;
import dev.evenkeel.optim.Adam;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.optim.ParameterGroup;
import dev.evenkeel.optim.ParameterGroups;
import dev.evenkeel.optim.Sgd;
import java.util.List;
import java.util.Locale;

/** What changes the parameters: {@code --optimizer}. */
enum OptimizerKind {
    /** Gradient descent without momentum. */
    SGD(0.1),
    /** Adam with PyTorch's settings. */
    ADAM(0.001);

    private final double learningRate;

    OptimizerKind(double learningRate) {
        this.learningRate = learningRate;
    }

    /** What {@code --lr} is unless set. */
    double learningRate() {
        return learningRate;
    }

    /** An optimizer of a network's parameters; the caller closes it. */
    Optimizer of(Layer network, double lr) {
        List<ParameterGroup> groups = ParameterGroups.of(network, lr, 0);
        return this == SGD ? Sgd.of(groups) : Adam.of(groups);
    }

    /** What the option calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
