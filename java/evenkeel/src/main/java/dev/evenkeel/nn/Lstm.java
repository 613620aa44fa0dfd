package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A long short-term memory of one layer, as {@code torch.nn.LSTM(batch_first=True)} with zeros for its initial states:
 * for each time step t of x (N, T, I)
 *
 * <pre>
 * i, f, g, o = x[t]·weight_ihᵀ + bias_ih + h[t−1]·weight_hhᵀ + bias_hh       each (N, H)
 * c[t] = sigmoid(f)·c[t−1] + sigmoid(i)·tanh(g)
 * h[t] = sigmoid(o)·tanh(c[t])
 * </pre>
 *
 * and y is all h (N, T, H), or the last one (N, H). Hochreiter and Schmidhuber 1997, with the forget gates of Gers,
 * Schmidhuber and Cummins 2000. All modes are the same.
 *
 * <p>The input part of all steps is one product, and so is each gradient; a step is one product and one pass over its
 * gates. A pass keeps 6·H values for each sample and step (gates, cell and hidden state), inference 4·H until it
 * returns. Where a device fails in the middle of {@link Forward#backward}, some of the parameters may already have got
 * their gradients.
 *
 * <pre>{@code
 * try (Sequential net = Sequential.of(
 *         Lstm.builder(8, 64).build(device),
 *         LayerNorm.builder(64).build(device),
 *         Lstm.builder(64, 32).returnSequences(false).build(device))) {
 *     ...
 * }
 * }</pre>
 */
public final class Lstm implements Layer {
    private static final LayerArguments ARGUMENTS = new LayerArguments("lstm");

    private final LstmParameters parameters;
    private final boolean returnSequences;

    private Lstm(LstmParameters parameters, boolean returnSequences) {
        this.parameters = parameters;
        this.returnSequences = returnSequences;
    }

    /** Options of a layer for {@code inputSize} numbers at each time step, with {@code hiddenSize} in its state. */
    public static Builder builder(long inputSize, long hiddenSize) {
        return new Builder(inputSize, hiddenSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        checkInput(x);
        long batch = x.shape().dim(0);
        long steps = x.shape().dim(1);
        long size = parameters.hiddenSize();
        Shape last = Shape.of(batch, size);
        Tensor y = Tensor.empty(returnSequences ? Shape.of(batch, steps, size) : last, x.dtype(), x.device());
        try (Tensor gates = Tensor.empty(Shape.of(batch, steps, 4 * size), x.dtype(), x.device());
                Tensor cell = Tensor.empty(last, x.dtype(), x.device())) {
            LongFunction<MatrixView> hidden = t -> returnSequences ? Matrices.step(y, t) : Matrices.rows(y);
            new LstmForward(parameters).run(x, gates, t -> Matrices.rows(cell), hidden);
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        checkInput(x);
        LstmActivations saved = LstmActivations.empty(x, parameters.hiddenSize(), returnSequences);
        try {
            long last = x.shape().dim(1) - 1;
            LongFunction<MatrixView> hidden =
                    t -> returnSequences || t < last ? Matrices.step(saved.hiddens(), t) : Matrices.rows(saved.y());
            new LstmForward(parameters).run(x, saved.gates(), t -> Matrices.step(saved.cells(), t), hidden);
            return new Pass(saved.y(), dy -> backward(saved, dy), saved);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, saved);
            throw e;
        }
    }

    private Tensor backward(LstmActivations saved, Tensor dy) {
        ARGUMENTS.gradient(dy, saved.y());
        Tensor x = saved.x();
        long last = x.shape().dim(1) - 1;
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try (LstmBackward backward = new LstmBackward(parameters, saved)) {
            backward.run(t -> returnSequences ? Matrices.step(dy, t) : t == last ? Matrices.rows(dy) : null, dx);
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private void checkInput(Tensor x) {
        Shape shape = x.shape();
        long inputSize = parameters.inputSize();
        if (shape.rank() != 3 || shape.dim(2) != inputSize || shape.dim(1) == 0) {
            throw new IllegalArgumentException(
                    "lstm: expected (N, T, " + inputSize + ") with at least one time step, got input " + shape);
        }
        ARGUMENTS.input(x, parameters.weightIh().value());
    }

    /** weight_ih_l0, (4H, I): from the input to the gates i, f, g, o. */
    public Parameter weightIh() {
        return parameters.weightIh();
    }

    /** weight_hh_l0, (4H, H): from the hidden state of the step before to the gates. */
    public Parameter weightHh() {
        return parameters.weightHh();
    }

    /** bias_ih_l0, (4H). */
    public Parameter biasIh() {
        return parameters.biasIh();
    }

    /** bias_hh_l0, (4H): added as the other one is; PyTorch has both. */
    public Parameter biasHh() {
        return parameters.biasHh();
    }

    @Override
    public List<Parameter> parameters() {
        return parameters.all();
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** PyTorch's spelling. */
    @Override
    public String toString() {
        return "LSTM(" + parameters.inputSize() + ", " + parameters.hiddenSize() + ", batch_first=True)";
    }

    /** Options of an {@link Lstm}, with PyTorch's defaults. */
    public static final class Builder {
        private final long inputSize;
        private final long hiddenSize;
        private boolean returnSequences = true;
        private long seed;
        private DType dtype = DType.F32;

        private Builder(long inputSize, long hiddenSize) {
            if (inputSize < 1 || hiddenSize < 1) {
                throw new IllegalArgumentException(
                        "inputSize and hiddenSize must be at least 1: " + inputSize + ", " + hiddenSize);
            }
            this.inputSize = inputSize;
            this.hiddenSize = hiddenSize;
        }

        /** Whether y is the hidden states of all time steps or the last one's alone; true unless set. */
        public Builder returnSequences(boolean returnSequences) {
            this.returnSequences = returnSequences;
            return this;
        }

        /** Where the random numbers begin that the parameters start as; 0 unless set. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Type of the parameters and of the input, {@code F32} or {@code F64}; {@code F32} unless set. */
        public Builder dtype(DType dtype) {
            this.dtype = ARGUMENTS.dtype(dtype);
            return this;
        }

        /** Makes the parameters on {@code device}, uniform between ±1/√H; the caller closes the layer. */
        public Lstm build(Device device) {
            return new Lstm(LstmParameters.uniform(inputSize, hiddenSize, seed, dtype, device), returnSequences);
        }
    }
}
