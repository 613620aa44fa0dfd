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
            function.run(call, into);
            return made.keep(into);
        }
    }

    static void backward(LayerNormBackwardCall call, LayerNormGradients into) {
        new LayerNormFunction("layer norm backward", call.forward()).run(call, into);
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

    private void run(LayerNormBackwardCall backward, LayerNormGradients into) {
        checks.require(
                call.residual() == null, "the gradients are those at x + residual: pass that sum as x, no residual");
        LayerNormBackwardOp op = new LayerNormBackwardOp(
                geometry,
                checks.likeX("dy", backward.dy()),
                x,
                parameter("weight", call.weight()),
                checks.statistics("mean", backward.mean(), rowsShape),
                checks.statistics("rstd", backward.rstd(), rowsShape),
                checks.likeX("dsum", backward.dsum()),
                checks.likeX("dx", into.dx()),
                parameter("dweight", into.dweight()),
                parameter("dbias", into.dbias()),
                backward.mode() == GradientMode.ACCUMULATE);
        if (geometry.rows() > 0) {
            Backends.of(call.x().device()).layerNormBackward(op);
        } else if (!op.accumulate()) {
            zero(op.dweight());
            zero(op.dbias());
        }
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
