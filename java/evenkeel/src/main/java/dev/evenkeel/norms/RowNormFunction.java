package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Layer and RMS normalization: checks, then one call of the backend. RMS normalization has the arguments of a layer
 * normalization without bias, and gives all but its mean and dbias.
 */
final class RowNormFunction {
    private final Checks checks;
    private final LayerNormCall call;
    private final Buffer x;
    private final RowGeometry geometry;
    private final Shape rowsShape;

    private RowNormFunction(RowNorm norm, String step, LayerNormCall call) {
        this.call = call;
        this.checks = new Checks((norm == RowNorm.RMS ? "rms norm" : "layer norm") + step, call.x());
        this.x = call.x().buffer();
        Shape shape = call.x().shape();
        Shape normalized = call.normalizedShape();
        checks.require(
                normalized.rank() > 0 && shape.endsWith(normalized),
                () -> "normalizedShape " + normalized + " does not match the trailing dims of input " + shape);
        checks.require(normalized.count() > 0, () -> "normalizedShape " + normalized + " has no elements");
        checks.eps(call.eps());
        checks.outputDType(call.outputDType());
        this.rowsShape = shape.leading(shape.rank() - normalized.rank());
        this.geometry = new RowGeometry(
                rowsShape.count(),
                normalized.count(),
                call.eps(),
                call.x().dtype(),
                checks.paramDType(call.weight(), call.bias()),
                norm,
                call.weightForm().offset());
    }

    static LayerNormResult forward(RowNorm norm, LayerNormCall call, boolean saveStatistics) {
        RowNormFunction function = new RowNormFunction(norm, "", call);
        Tensor x = call.x();
        DType statistics = x.dtype().statistics();
        try (Allocations made = new Allocations(x.device())) {
            LayerNormResult into = new LayerNormResult(
                    made.result(x.shape(), call.outputDType()),
                    call.residual() == null ? null : made.result(x.shape(), x.dtype()),
                    saveStatistics && norm != RowNorm.RMS ? made.result(function.rowsShape, statistics) : null,
                    saveStatistics ? made.result(function.rowsShape, statistics) : null);
            function.run(into);
            return made.keep(into);
        }
    }

    static void forward(RowNorm norm, LayerNormCall call, LayerNormResult into) {
        new RowNormFunction(norm, "", call).run(into);
    }

    static LayerNormGradients backward(RowNorm norm, LayerNormBackwardCall call) {
        RowNormFunction function = new RowNormFunction(norm, " backward", call.forward());
        Tensor x = call.forward().x();
        Tensor weight = call.forward().weight();
        Tensor bias = call.forward().bias();
        function.checks.overwrites(call.mode());
        try (Allocations made = new Allocations(x.device())) {
            LayerNormGradients into = new LayerNormGradients(
                    made.result(x.shape(), x.dtype()),
                    weight == null ? null : made.result(weight.shape(), weight.dtype()),
                    bias == null ? null : made.result(bias.shape(), bias.dtype()));
            function.run(call, into);
            return made.keep(into);
        }
    }

    static void backward(RowNorm norm, LayerNormBackwardCall call, LayerNormGradients into) {
        new RowNormFunction(norm, " backward", call.forward()).run(call, into);
    }

    private void run(LayerNormResult into) {
        RowNormForwardOp op = new RowNormForwardOp(
                geometry,
                x,
                checks.optionalLikeX("residual", call.residual()),
                parameter("weight", call.weight()),
                parameter("bias", call.bias()),
                checks.optionalOutput("y", into.y(), call.outputDType()),
                checks.optionalLikeX("sum", into.sum()),
                checks.optionalStatistics("mean", into.mean(), rowsShape),
                checks.optionalStatistics("rstd", into.rstd(), rowsShape));
        if (geometry.rows() > 0) {
            Backends.of(call.x().device()).rowNormForward(op);
        }
    }

    private void run(LayerNormBackwardCall backward, LayerNormGradients into) {
        checks.require(
                call.residual() == null, "the gradients are those at x + residual: pass that sum as x, no residual");
        RowNormBackwardOp op = new RowNormBackwardOp(
                geometry,
                checks.output("dy", backward.dy(), call.outputDType()),
                x,
                parameter("weight", call.weight()),
                checks.optionalStatistics("mean", backward.mean(), rowsShape),
                checks.optionalStatistics("rstd", backward.rstd(), rowsShape),
                checks.optionalLikeX("dsum", backward.dsum()),
                checks.optionalLikeX("dx", into.dx()),
                parameter("dweight", into.dweight()),
                parameter("dbias", into.dbias()),
                backward.mode() == GradientMode.ACCUMULATE);
        if (geometry.rows() > 0) {
            Backends.of(call.x().device()).rowNormBackward(op);
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
        return checks.optionalParameter(name, tensor, call.normalizedShape(), geometry.paramDType());
    }
}
