package dev.evenkeel.norms;

import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.LayerNormBackwardOp;
import dev.evenkeel.internal.spi.LayerNormForwardOp;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Layer normalization: checks, then one call of the backend. */
final class LayerNormFunction {
    private final Checks checks;
    private final LayerNormCall call;
    private final Buffer x;
    private final RowGeometry geometry;
    private final Shape rowsShape;

    private LayerNormFunction(String op, LayerNormCall call) {
        this.call = call;
        this.checks = new Checks(op, call.x());
        this.x = call.x().buffer();
        Shape shape = call.x().shape();
        Shape normalized = call.normalizedShape();
        checks.require(
                normalized.rank() > 0 && shape.endsWith(normalized),
                "normalizedShape " + normalized + " does not match the trailing dims of input " + shape);
        checks.require(normalized.count() > 0, "normalizedShape " + normalized + " has no elements");
        checks.eps(call.eps());
        this.rowsShape = shape.leading(shape.rank() - normalized.rank());
        this.geometry = new RowGeometry(
                rowsShape.count(),
                normalized.count(),
                call.eps(),
                call.x().dtype(),
                checks.paramDType(call.weight(), call.bias()));
    }

    static LayerNormResult forward(LayerNormCall call, boolean saveStatistics) {
        LayerNormFunction function = new LayerNormFunction("layer norm", call);
        Tensor x = call.x();
        try (Allocations made = new Allocations(x.device())) {
            LayerNormResult into = new LayerNormResult(
                    made.result(x.shape(), x.dtype()),
                    call.residual() == null ? null : made.result(x.shape(), x.dtype()),
                    saveStatistics ? made.result(function.rowsShape, x.dtype().statistics()) : null,
                    saveStatistics ? made.result(function.rowsShape, x.dtype().statistics()) : null);
            function.run(into);
            return made.keep(into);
        }
    }

    static void forward(LayerNormCall call, LayerNormResult into) {
        new LayerNormFunction("layer norm", call).run(into);
    }

    static LayerNormGradients backward(LayerNormBackwardCall call) {
        LayerNormFunction function = new LayerNormFunction("layer norm backward", call.forward());
        Tensor x = call.forward().x();
        Tensor weight = call.forward().weight();
        Tensor bias = call.forward().bias();
        function.checks.require(
                call.mode() == GradientMode.OVERWRITE, "fresh gradients have nothing in them to be added to");
        try (Allocations made = new Allocations(x.device())) {
            LayerNormGradients into = new LayerNormGradients(
                    made.result(x.shape(), x.dtype()),
                    weight == null ? null : made.result(weight.shape(), weight.dtype()),
                    bias == null ? null : made.result(bias.shape(), bias.dtype()));
            function.run(call, into, made);
            return made.keep(into);
        }
    }

    static void backward(LayerNormBackwardCall call, LayerNormGradients into) {
        try (Allocations made = new Allocations(call.forward().x().device())) {
            new LayerNormFunction("layer norm backward", call.forward()).run(call, into, made);
        }
    }

    private void run(LayerNormResult into) {
        LayerNormForwardOp op = new LayerNormForwardOp(
                geometry,
                x,
                checks.likeX("residual", call.residual()),
                parameter("weight", call.weight()),
                parameter("bias", call.bias()),
                checks.likeX("y", into.y()),
                checks.likeX("sum", into.sum()),
                checks.statistics("mean", into.mean(), rowsShape),
                checks.statistics("rstd", into.rstd(), rowsShape));
        if (geometry.rows() > 0) {
            Backends.of(call.x().device()).layerNormForward(op);
        }
    }

    private void run(LayerNormBackwardCall backward, LayerNormGradients into, Allocations made) {
        checks.require(
                call.residual() == null, "the gradients are those at x + residual: pass that sum as x, no residual");
        Buffer dy = checks.likeX("dy", backward.dy());
        Buffer dsum = checks.likeX("dsum", backward.dsum());
        Buffer dx = checks.likeX("dx", into.dx());
        Buffer dweight = parameter("dweight", into.dweight());
        Buffer dbias = parameter("dbias", into.dbias());
        Buffer weight = parameter("weight", call.weight());
        checks.statistics("mean", backward.mean(), rowsShape);
        checks.statistics("rstd", backward.rstd(), rowsShape);
        boolean accumulate = backward.mode() == GradientMode.ACCUMULATE;
        if (geometry.rows() == 0) {
            zero(accumulate ? null : dweight);
            zero(accumulate ? null : dbias);
            return;
        }
        LayerNormResult saved = savedOrRecomputed(backward, made);
        Backends.of(call.x().device())
                .layerNormBackward(new LayerNormBackwardOp(
                        geometry,
                        dy,
                        x,
                        weight,
                        Checks.present(saved.mean(), "mean").buffer(),
                        Checks.present(saved.rstd(), "rstd").buffer(),
                        dsum,
                        dx,
                        dweight,
                        dbias,
                        accumulate));
    }

    private LayerNormResult savedOrRecomputed(LayerNormBackwardCall backward, Allocations made) {
        Tensor mean = backward.mean();
        Tensor rstd = backward.rstd();
        if (mean == null || rstd == null) {
            Tensor freshMean = mean != null
                    ? null
                    : made.scratch(rowsShape, geometry.dtype().statistics());
            Tensor freshRstd = rstd != null
                    ? null
                    : made.scratch(rowsShape, geometry.dtype().statistics());
            run(new LayerNormResult(null, null, freshMean, freshRstd));
            mean = mean != null ? mean : freshMean;
            rstd = rstd != null ? rstd : freshRstd;
        }
        return new LayerNormResult(null, null, mean, rstd);
    }

    private void zero(@Nullable Buffer gradient) {
        if (gradient != null) {
            Backends.of(call.x().device()).fill(gradient, 0);
        }
    }

    @Nullable
    private Buffer parameter(String name, @Nullable Tensor tensor) {
        return checks.parameter(name, tensor, call.normalizedShape(), geometry.paramDType());
    }
}
