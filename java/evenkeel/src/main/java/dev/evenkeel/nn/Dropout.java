package dev.evenkeel.nn;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.DropoutOp;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * Sets elements to zero at random, each with probability p, and divides the others by 1 − p, as
 * {@code torch.nn.Dropout}: in {@link Mode#TRAINING} and {@link Mode#FROZEN}; in inference and
 * {@link Mode#EVALUATION} y is a copy of x. Any shape, {@code F32} or {@code F64}. From "Dropout: a simple way to prevent
 * neural networks from overfitting", N. Srivastava and others, 2014.
 *
 * <p>Which elements are dropped follows from the seed, the number of passes so far and the element's index alone: the
 * same on every device and for any number of threads. A pass gone back through drops the same elements as forward.
 * Layers of one network need seeds of their own, or those that tensors of one size go through drop alike.
 *
 * <p>Not thread-safe in passes that drop.
 */
public final class Dropout implements Layer {
    private static final String NAME = "dropout";

    private final double p;
    private final long seed;
    private long steps;

    private Dropout(double p, long seed) {
        this.p = p;
        this.seed = seed;
    }

    /**
     * A layer that has made no pass yet.
     *
     * @param p probability of dropping, from 0 to below 1
     * @param seed any number; the same one drops the same elements again
     * @throws IllegalArgumentException if p is outside its range
     */
    public static Dropout of(double p, long seed) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("p must be from 0 to below 1, not " + p);
        }
        return new Dropout(p, seed);
    }

    /** The probability of dropping. */
    public double p() {
        return p;
    }

    /** Passes so far that dropped. */
    public long steps() {
        return steps;
    }

    /** Goes on as after so many passes, as when training is taken up again. */
    public void setSteps(long steps) {
        this.steps = steps;
    }

    @Override
    public Tensor forward(Tensor x) {
        return copy(x, x);
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        if (mode == Mode.EVALUATION) {
            Tensor y = forward(x);
            return new Pass(y, dy -> copy(x, dy), y);
        }
        long step = steps;
        Tensor y = drop(new Pointwise(NAME, x), x.buffer(), step);
        steps++;
        return new Pass(y, dy -> dropLike(x, dy, step), y);
    }

    private static Tensor copy(Tensor x, Tensor dy) {
        new Pointwise(NAME, x).gradient(dy);
        return dy.to(dy.device());
    }

    private Tensor dropLike(Tensor x, Tensor dy, long step) {
        Pointwise call = new Pointwise(NAME, x);
        return drop(call, call.gradient(dy), step);
    }

    private Tensor drop(Pointwise call, Buffer from, long step) {
        return call.make((backend, y) -> backend.dropout(new DropoutOp(from, y, p, seed, step)));
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

    /** PyTorch's spelling: {@code Dropout(p=0.5)}. */
    @Override
    public String toString() {
        return "Dropout(p=" + p + ")";
    }
}
