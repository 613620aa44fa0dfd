package dev.evenkeel.nn;

import dev.evenkeel.internal.spi.ActivationKind;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * A function of each element by itself: y = f(x), dx = f′(x)·dy, of any shape, on {@code F32} or {@code F64}. It has no
 * parameters and holds nothing, so that one object may be used in many places and by many threads; closing it does
 * nothing. NaN stays NaN.
 */
public final class Activation implements Layer {
    private final ActivationKind kind;
    private final String name;
    private final String text;

    private Activation(ActivationKind kind, String name, String text) {
        this.kind = kind;
        this.name = name;
        this.text = text;
    }

    /** max(x, 0), as {@code torch.nn.ReLU}; its gradient at 0 is 0. */
    public static Activation relu() {
        return new Activation(ActivationKind.RELU, "relu", "ReLU()");
    }

    /** tanh x, as {@code torch.nn.Tanh}. */
    public static Activation tanh() {
        return new Activation(ActivationKind.TANH, "tanh", "Tanh()");
    }

    /** 1/(1 + e⁻ˣ), as {@code torch.nn.Sigmoid}. */
    public static Activation sigmoid() {
        return new Activation(ActivationKind.SIGMOID, "sigmoid", "Sigmoid()");
    }

    /**
     * x·Φ(x), Φ the normal distribution function, as {@code torch.nn.GELU}: the exact form, not the one by tanh. From
     * "Gaussian error linear units", D. Hendrycks and K. Gimpel, 2016.
     */
    public static Activation gelu() {
        return new Activation(ActivationKind.GELU, "gelu", "GELU(approximate='none')");
    }

    @Override
    public Tensor forward(Tensor x) {
        Buffer from = x.buffer();
        return new Pointwise(name, x).make((backend, y) -> backend.activation(kind, from, y));
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        Tensor y = forward(x);
        return new Pass(y, dy -> backward(x, dy), y);
    }

    /**
     * f′(x)·dy, which the caller closes.
     *
     * @param x what {@link #forward(Tensor)} was given
     * @param dy gradient of the loss by y, of the shape, type and device of x
     */
    public Tensor backward(Tensor x, Tensor dy) {
        Pointwise call = new Pointwise(name, x);
        Buffer at = x.buffer();
        Buffer gradient = call.gradient(dy);
        return call.make((backend, dx) -> backend.activationBackward(kind, at, gradient, dx));
    }

    /** None. */
    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** PyTorch's spelling: {@code ReLU()}. */
    @Override
    public String toString() {
        return text;
    }
}
