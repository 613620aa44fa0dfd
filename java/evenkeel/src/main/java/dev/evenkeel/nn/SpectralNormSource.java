package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.SpectralNormBackwardCall;
import dev.evenkeel.norms.SpectralNormCall;
import dev.evenkeel.norms.SpectralNormGradients;
import dev.evenkeel.norms.SpectralNormResult;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.Objects;

/** A weight divided by its largest singular value, by {@link Reparametrizations#spectralNorm}. */
record SpectralNormSource(Parameter original, Tensor u, Tensor v) implements WeightSource {
    private static final String NAME = "parametrizations.weight.";
    private static final int WARM_UP = 15;

    /** Of {@code weight}, (outputs, inputs), which belongs to it from now on; the vectors begin at these numbers. */
    static SpectralNormSource of(Tensor weight, Uniform uniform) {
        TensorScope made = new TensorScope();
        try {
            Parameter original = made.add(new Parameter(NAME + "original", ParameterKind.WEIGHT, weight));
            Tensor u = made.add(uniform.tensor(Shape.of(weight.shape().dim(0)), weight.dtype(), weight.device()));
            Tensor v = made.add(uniform.tensor(Shape.of(weight.shape().dim(1)), weight.dtype(), weight.device()));
            SpectralNormSource source = new SpectralNormSource(original, u, v);
            source.normalize(WARM_UP).close();
            return source;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, made);
            throw e;
        }
    }

    /** The weight after so many iterations, which move u and v. */
    private SpectralNormResult normalize(int iterations) {
        SpectralNormResult result = Reparametrizations.spectralNorm(call(iterations));
        if (iterations > 0) {
            try {
                u.copyFrom(Objects.requireNonNull(result.u()));
                v.copyFrom(Objects.requireNonNull(result.v()));
            } catch (RuntimeException | Error e) {
                TensorScope.closeAfter(e, result);
                throw e;
            }
        }
        return result;
    }

    private SpectralNormCall call(int iterations) {
        return SpectralNormCall.of(original.value(), u, v).withPowerIterations(iterations);
    }

    @Override
    public PassWeight weight(Mode mode) {
        return new InPass(this, normalize(mode == Mode.TRAINING ? 1 : 0));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(original);
    }

    @Override
    public List<StateSlot> state() {
        return List.of(
                StateSlot.of(original.name(), original.value()),
                StateSlot.of(NAME + "0._u", u),
                StateSlot.of(NAME + "0._v", v));
    }

    @Override
    public void close() {
        TensorScope.closeAll(original, u, v);
    }

    private record InPass(SpectralNormSource source, SpectralNormResult result) implements PassWeight {
        @Override
        public Tensor value() {
            return result.output();
        }

        @Override
        public void backward(Gradient gradient) {
            Tensor w = value();
            try (Tensor dw = Tensor.empty(w.shape(), w.dtype(), w.device())) {
                gradient.write(dw, false);
                Reparametrizations.spectralNormBackward(
                        SpectralNormBackwardCall.of(source.call(0), result, dw).withMode(GradientMode.ACCUMULATE),
                        new SpectralNormGradients(source.original.grad()));
            }
        }

        @Override
        public void close() {
            result.close();
        }
    }
}
