package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.WeightNormBackwardCall;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormGradients;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;

/** A weight of given length and direction, by {@link Reparametrizations#weightNorm}. */
record WeightNormSource(Parameter g, Parameter v) implements WeightSource {
    private static final String NAME = "parametrizations.weight.original";

    /** Begins as {@code weight}, (outputs, inputs), which belongs to it from now on. */
    static WeightNormSource of(Tensor weight) {
        Parameter v = new Parameter(NAME + 1, ParameterKind.WEIGHT, weight);
        try {
            Tensor lengths = Tensor.copyOf(
                    rowNorms(weight), Shape.of(weight.shape().dim(0), 1), weight.dtype(), weight.device());
            return new WeightNormSource(new Parameter(NAME + 0, ParameterKind.NORMALIZATION, lengths), v);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, v);
            throw e;
        }
    }

    private static double[] rowNorms(Tensor weight) {
        double[] values = weight.toDoubleArray();
        double[] norms = new double[(int) weight.shape().dim(0)];
        int cols = values.length / norms.length;
        for (int i = 0; i < values.length; i++) {
            norms[i / cols] += values[i] * values[i];
        }
        for (int r = 0; r < norms.length; r++) {
            norms[r] = Math.sqrt(norms[r]);
        }
        return norms;
    }

    @Override
    public PassWeight weight(Mode mode) {
        return new InPass(this, Reparametrizations.weightNorm(v.value(), g.value(), 0));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(g, v);
    }

    @Override
    public void close() {
        TensorScope.closeAll(g, v);
    }

    private record InPass(WeightNormSource source, Tensor value) implements PassWeight {
        @Override
        public void backward(Gradient gradient) {
            try (Tensor dw = Tensor.empty(value.shape(), value.dtype(), value.device())) {
                gradient.write(dw, false);
                Reparametrizations.weightNormBackward(
                        WeightNormBackwardCall.of(WeightNormCall.of(source.v.value(), source.g.value()), dw)
                                .withMode(GradientMode.ACCUMULATE),
                        new WeightNormGradients(source.v.grad(), source.g.grad()));
            }
        }

        @Override
        public void close() {
            value.close();
        }
    }
}
