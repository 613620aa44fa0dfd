package dev.evenkeel.cli.ops;

import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.SpectralNormBackwardCall;
import dev.evenkeel.norms.SpectralNormGradients;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** Spectral norm, backward, by the vectors that the forward gave. */
final class SpectralNormBackwardOp implements Op {
    @Override
    public String name() {
        return "spectral-norm-backward";
    }

    @Override
    public Family family() {
        return Family.WEIGHTS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("dw"), Input.required("weight"), Input.statistics("u"), Input.statistics("v"));
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Setting.DIM, Setting.LEAST_LENGTH);
    }

    @Override
    public List<String> outputs() {
        return List.of("dweight");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        Tensor weight = arguments.required("weight");
        SpectralNormOp.Vectors vectors = SpectralNormOp.Vectors.of(arguments, weight);
        SpectralNormBackwardCall call = SpectralNormBackwardCall.of(
                        arguments.required("dw"), weight, vectors.u(), vectors.v())
                .withDim(arguments.get(Setting.DIM))
                .withEps(arguments.get(Setting.LEAST_LENGTH));
        Tensor dweight = arguments.room("dweight", weight.shape(), arguments.dtype());
        if (dweight == null) {
            return () -> {};
        }
        SpectralNormGradients into = new SpectralNormGradients(dweight);
        return () -> Reparametrizations.spectralNormBackward(call, into);
    }
}
