package dev.evenkeel.optim;

import dev.evenkeel.nn.Parameter;
import java.util.List;

/** Parameters with a learning rate and a weight decay of their own. Not thread-safe. */
public final class ParameterGroup {
    private final List<Parameter> parameters;
    private double learningRate;
    private final double weightDecay;

    /**
     * A group of these parameters, which stay their layers'.
     *
     * @param learningRate finite, at least 0
     * @param weightDecay finite, at least 0
     */
    public ParameterGroup(List<Parameter> parameters, double learningRate, double weightDecay) {
        this.parameters = List.copyOf(parameters);
        this.learningRate = Settings.atLeast0("learning rate", learningRate);
        this.weightDecay = Settings.atLeast0("weight decay", weightDecay);
    }

    /** The parameters. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The learning rate of the next step. */
    public double learningRate() {
        return learningRate;
    }

    /** Sets the learning rate of the next step: what schedules call. */
    public void setLearningRate(double learningRate) {
        this.learningRate = Settings.atLeast0("learning rate", learningRate);
    }

    /** The weight decay. */
    public double weightDecay() {
        return weightDecay;
    }
}
