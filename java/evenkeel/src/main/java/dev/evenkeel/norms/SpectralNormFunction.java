package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightGeometry;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Spectral norm: checks, then one call of the backend. The largest singular value of a weight of rank 1 is its length,
 * so that it is the weight norm of the whole tensor to length 1.
 */
final class SpectralNormFunction {
    private static final Shape ONE = Shape.of(1);

    private final Checks checks;
    private final Tensor weight;
    private final WeightGeometry geometry;
    private final boolean vector;
    private final Shape rows;
    private final Shape columns;
    private final double eps;
    private final NormBackend backend;

    private SpectralNormFunction(String op, Tensor weight, int dim, double eps) {
        this.weight = weight;
        this.checks = new Checks(op, weight);
        this.vector = weight.shape().rank() == 1;
        WeightGeometry matrix = WeightAxis.of(checks, dim).geometry();
        this.geometry = vector ? WeightAxis.of(checks, null).geometry() : matrix;
        checks.require(geometry.count() > 0, () -> "weight of shape " + weight.shape() + " has no elements");
        checks.eps(eps);
        this.rows = Shape.of(matrix.rows());
        this.columns = Shape.of(matrix.columns());
        this.eps = eps;
        this.backend = Backends.of(weight.device());
    }

    private static SpectralNormFunction of(SpectralNormCall call) {
        SpectralNormFunction function =
                new SpectralNormFunction("spectral norm", call.weight(), call.dim(), call.eps());
        function.checks.require(
                call.powerIterations() >= 0, () -> "powerIterations must be at least 0, not " + call.powerIterations());
        return function;
    }

    static SpectralNormResult forward(SpectralNormCall call) {
        SpectralNormFunction function = of(call);
        DType statistics = call.weight().dtype().statistics();
        try (Allocations made = new Allocations(call.weight().device())) {
            SpectralNormResult into = new SpectralNormResult(
                    made.result(call.weight().shape(), call.weight().dtype()),
                    made.result(ONE, statistics),
                    function.vector ? null : made.result(function.rows, statistics),
                    function.vector ? null : made.result(function.columns, statistics));
            function.run(call, into);
            return made.keep(into);
        }
    }

    static void forward(SpectralNormCall call, SpectralNormResult into) {
        of(call).run(call, into);
    }

    static SpectralNormGradients backward(SpectralNormBackwardCall call) {
        SpectralNormFunction function = of(call);
        function.checks.overwrites(call.mode());
        try (Allocations made = new Allocations(call.weight().device())) {
            SpectralNormGradients into = new SpectralNormGradients(
                    made.result(call.weight().shape(), call.weight().dtype()));
            function.run(call, into);
            return made.keep(into);
        }
    }

    static void backward(SpectralNormBackwardCall call, SpectralNormGradients into) {
        of(call).run(call, into);
    }

    private static SpectralNormFunction of(SpectralNormBackwardCall call) {
        return new SpectralNormFunction("spectral norm backward", call.weight(), call.dim(), call.eps());
    }

    private void run(SpectralNormCall call, SpectralNormResult into) {
        Buffer w = checks.optionalLikeX("w", into.w());
        Buffer sigma = checks.optionalStatistics("sigma", into.sigma(), ONE);
        if (vector) {
            requireNone(call.u(), call.v());
            requireNone(into.u(), into.v());
            backend.weightNormForward(new WeightNormForwardOp(geometry, weight.buffer(), null, w, sigma, eps));
            return;
        }
        backend.spectralNormForward(new SpectralNormForwardOp(
                geometry,
                weight.buffer(),
                checks.statistics("u", given("u", call.u()), rows),
                checks.statistics("v", given("v", call.v()), columns),
                call.powerIterations(),
                call.order() == SpectralNormOrder.PARAMETRIZATION,
                eps,
                w,
                sigma,
                checks.optionalStatistics("u", into.u(), rows),
                checks.optionalStatistics("v", into.v(), columns)));
    }

    private void run(SpectralNormBackwardCall call, SpectralNormGradients into) {
        Buffer dw = checks.likeX("dw", call.dw());
        Buffer dweight = checks.likeX("dweight", into.dweight());
        boolean accumulate = call.mode() == GradientMode.ACCUMULATE;
        if (vector) {
            requireNone(call.u(), call.v());
            backend.weightNormBackward(
                    new WeightNormBackwardOp(geometry, dw, weight.buffer(), null, dweight, null, accumulate, eps));
            return;
        }
        backend.spectralNormBackward(new SpectralNormBackwardOp(
                geometry,
                dw,
                weight.buffer(),
                checks.statistics("u", given("u", call.u()), rows),
                checks.statistics("v", given("v", call.v()), columns),
                dweight,
                accumulate));
    }

    private void requireNone(@Nullable Tensor u, @Nullable Tensor v) {
        checks.require(u == null && v == null, "a weight of rank 1 is divided by its length and has no u and v");
    }

    private Tensor given(String name, @Nullable Tensor vector) {
        if (vector == null) {
            throw new IllegalArgumentException(checks.op() + ": " + name + " is missing");
        }
        return vector;
    }
}
