package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.SpectralNormCall;
import dev.evenkeel.norms.SpectralNormResult;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spectral norm, forward. */
final class SpectralNormOp implements Op {
    @Override
    public String name() {
        return "spectral-norm";
    }

    @Override
    public Family family() {
        return Family.WEIGHTS;
    }

    @Override
    public List<Input> inputs() {
        return List.of(Input.required("weight"), Input.statistics("u"), Input.statistics("v"));
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Setting.POWER_ITERATIONS, Setting.ORDER, Setting.DIM, Setting.LEAST_LENGTH);
    }

    @Override
    public List<String> outputs() {
        return List.of("w", "sigma", "u", "v");
    }

    @Override
    public Runnable prepare(OpArguments arguments) {
        DType statistics = arguments.dtype().statistics();
        Tensor weight = arguments.required("weight");
        Vectors vectors = Vectors.of(arguments, weight);
        if (vectors.u() == null && (arguments.wants("u") || arguments.wants("v"))) {
            throw new InputException("weight has shape " + weight.shape() + " and so no u and v");
        }
        SpectralNormCall call = SpectralNormCall.of(weight, vectors.u(), vectors.v())
                .withPowerIterations(arguments.get(Setting.POWER_ITERATIONS))
                .withOrder(arguments.get(Setting.ORDER))
                .withDim(arguments.get(Setting.DIM))
                .withEps(arguments.get(Setting.LEAST_LENGTH));
        SpectralNormResult into = new SpectralNormResult(
                arguments.room("w", weight.shape(), arguments.dtype()),
                arguments.room("sigma", Shape.of(1), statistics),
                arguments.room("u", vectors.rows(), statistics),
                arguments.room("v", vectors.columns(), statistics));
        return () -> Reparametrizations.spectralNorm(call, into);
    }

    /** The singular vectors, of any shape with as many elements; none for a weight of one dimension. */
    record Vectors(
            Shape rows,
            Shape columns,
            @Nullable Tensor u,
            @Nullable Tensor v) {
        static Vectors of(OpArguments arguments, Tensor weight) {
            Shape rows = Shape.of(weight.shape().dim(arguments.get(Setting.DIM)));
            Shape columns = Shape.of(rows.count() == 0 ? 0 : weight.shape().count() / rows.count());
            if (weight.shape().rank() == 1) {
                return new Vectors(rows, columns, null, null);
            }
            return new Vectors(rows, columns, arguments.required("u", rows), arguments.required("v", columns));
        }
    }
}
