package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.MatrixBackend;
import dev.evenkeel.internal.spi.MatrixProductOp;
import dev.evenkeel.nn.WeightSource.PassWeight;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * y = x·weightᵀ + bias, as {@code torch.nn.Linear}: x (*, inFeatures), y (*, outFeatures), with as many dimensions
 * before the last one as there are. Gradients by dy:
 *
 * <pre>
 * dx = dy·weight      dweight += dyᵀ·x      dbias += Σ dy over all but the last dimension
 * </pre>
 *
 * <p>{@code F32} or {@code F64}, of parameters and input alike. All modes are the same but for
 * {@link Reparametrization#SPECTRAL_NORM}.
 */
public final class Dense implements Layer {
    private static final LayerArguments ARGUMENTS = new LayerArguments("dense");

    private final long inFeatures;
    private final long outFeatures;
    private final WeightSource weight;
    private final @Nullable Parameter bias;

    private Dense(long inFeatures, long outFeatures, WeightSource weight, @Nullable Parameter bias) {
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.weight = weight;
        this.bias = bias;
    }

    /** Options of a layer from {@code inFeatures} to {@code outFeatures}. */
    public static Builder builder(long inFeatures, long outFeatures) {
        return new Builder(inFeatures, outFeatures);
    }

    /**
     * A layer with copies of these parameters, on their device; the caller closes it.
     *
     * @param weight (outFeatures, inFeatures)
     * @param bias (outFeatures), of the type and on the device of the weight; null for none
     */
    public static Dense copyOf(Tensor weight, @Nullable Tensor bias) {
        Shape shape = weight.shape();
        if (shape.rank() != 2) {
            throw new IllegalArgumentException("dense: expected a weight (outFeatures, inFeatures), got " + shape);
        }
        Builder builder = builder(shape.dim(1), shape.dim(0)).dtype(weight.dtype());
        if (bias != null
                && (!bias.shape().equals(Shape.of(shape.dim(0)))
                        || bias.dtype() != weight.dtype()
                        || !bias.device().equals(weight.device()))) {
            throw new IllegalArgumentException("dense: expected a bias (" + shape.dim(0) + ") of "
                    + weight.dtype().label() + " on " + weight.device() + ", got " + bias);
        }
        Device device = weight.device();
        return builder.build(builder.source(weight.to(device)), () -> bias == null ? null : bias.to(device));
    }

    @Override
    public Tensor forward(Tensor x) {
        checkInput(x);
        try (PassWeight now = weight.weight(Mode.EVALUATION)) {
            return output(x, now);
        }
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        checkInput(x);
        PassWeight now = weight.weight(mode);
        try {
            Tensor y = output(x, now);
            return new Pass(y, dy -> backward(x, now, y, dy), () -> TensorScope.closeAll(now, y));
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, now);
            throw e;
        }
    }

    private Tensor output(Tensor x, PassWeight now) {
        ARGUMENTS.input(x, now.value());
        long[] dims = x.shape().toArray();
        dims[dims.length - 1] = outFeatures;
        Tensor y = Tensor.empty(Shape.of(dims), x.dtype(), x.device());
        try {
            multiply(x, false, now.value(), true, bias == null ? null : bias.value(), y, false);
            return y;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, y);
            throw e;
        }
    }

    private Tensor backward(Tensor x, PassWeight now, Tensor y, Tensor dy) {
        ARGUMENTS.gradient(dy, y);
        Tensor dx = Tensor.empty(x.shape(), x.dtype(), x.device());
        try {
            multiply(dy, false, now.value(), false, null, dx, false);
            now.backward((dweight, accumulate) -> multiply(dy, true, x, false, null, dweight, accumulate));
            if (bias != null) {
                matrices(dy).sumRows(Matrices.rows(dy), bias.grad().buffer(), true);
            }
            return dx;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, dx);
            throw e;
        }
    }

    private static void multiply(
            Tensor a,
            boolean transposeA,
            Tensor b,
            boolean transposeB,
            @Nullable Tensor added,
            Tensor c,
            boolean accumulate) {
        matrices(c)
                .multiply(new MatrixProductOp(
                        Matrices.rows(a),
                        transposeA,
                        Matrices.rows(b),
                        transposeB,
                        added == null ? null : added.buffer(),
                        Matrices.rows(c),
                        accumulate));
    }

    private static MatrixBackend matrices(Tensor tensor) {
        return Backends.of(tensor.device()).network().matrices();
    }

    private void checkInput(Tensor x) {
        Shape shape = x.shape();
        if (shape.rank() == 0 || shape.dim(-1) != inFeatures) {
            throw new IllegalArgumentException("dense: expected (*, " + inFeatures + "), got input " + shape);
        }
    }

    /** (outFeatures, inFeatures); null if the weight is a function of other parameters. */
    public @Nullable Parameter weight() {
        return weight.parameters().stream()
                .filter(parameter -> parameter.name().equals("weight"))
                .findFirst()
                .orElse(null);
    }

    /** (outFeatures); null if the layer was built without. */
    public @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(weight.parameters());
        if (bias != null) {
            all.add(bias);
        }
        return List.copyOf(all);
    }

    @Override
    public List<StateSlot> state() {
        List<StateSlot> slots = new ArrayList<>(weight.state());
        if (bias != null) {
            slots.add(StateSlot.of(bias));
        }
        return slots;
    }

    @Override
    public void close() {
        TensorScope.closeAll(weight, bias);
    }

    /** PyTorch's spelling. */
    @Override
    public String toString() {
        return "Linear(in_features=" + inFeatures + ", out_features=" + outFeatures + ", bias="
                + (bias == null ? "False" : "True") + ")";
    }

    /** Options of a {@link Dense}, with PyTorch's defaults. */
    public static final class Builder {
        private final long inFeatures;
        private final long outFeatures;
        private boolean bias = true;
        private long seed;
        private DType dtype = DType.F32;
        private Reparametrization reparametrization = Reparametrization.NONE;

        private Builder(long inFeatures, long outFeatures) {
            if (inFeatures < 1 || outFeatures < 1) {
                throw new IllegalArgumentException(
                        "inFeatures and outFeatures must be at least 1: " + inFeatures + ", " + outFeatures);
            }
            this.inFeatures = inFeatures;
            this.outFeatures = outFeatures;
        }

        /** Whether there is a bias; true unless set. */
        public Builder bias(boolean bias) {
            this.bias = bias;
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

        /** What the weight is a function of; {@link Reparametrization#NONE} unless set. It begins as the same weight. */
        public Builder reparametrize(Reparametrization reparametrization) {
            this.reparametrization = reparametrization;
            return this;
        }

        /**
         * Makes the parameters on {@code device}, uniform between ±1/√inFeatures as {@code torch.nn.Linear} does, which
         * for the weight is {@code kaiming_uniform_(a=sqrt(5))} of He et al. 2015; the caller closes the layer.
         */
        public Dense build(Device device) {
            Uniform uniform = Uniform.of(inFeatures, seed);
            return build(
                    source(uniform.tensor(Shape.of(outFeatures, inFeatures), dtype, device)),
                    () -> bias ? uniform.tensor(Shape.of(outFeatures), dtype, device) : null);
        }

        /** The weight of a layer that this tensor belongs to from now on. */
        private WeightSource source(Tensor weight) {
            return switch (reparametrization) {
                case NONE -> new ParameterWeight(new Parameter("weight", ParameterKind.WEIGHT, weight));
                case WEIGHT_NORM -> WeightNormSource.of(weight);
                case SPECTRAL_NORM -> SpectralNormSource.of(weight, Uniform.of(1, seed));
            };
        }

        private Dense build(WeightSource made, Supplier<@Nullable Tensor> biasValue) {
            try {
                Tensor value = biasValue.get();
                Parameter added = value == null ? null : new Parameter("bias", ParameterKind.BIAS, value);
                return new Dense(inFeatures, outFeatures, made, added);
            } catch (RuntimeException | Error e) {
                TensorScope.closeAfter(e, made);
                throw e;
            }
        }
    }
}
