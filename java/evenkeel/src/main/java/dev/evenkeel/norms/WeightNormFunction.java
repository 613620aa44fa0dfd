package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Weight norm: checks, then one call of the backend. */
final class WeightNormFunction {
    private final Checks checks;
    private final Tensor v;
    private final WeightAxis axis;
    private final Shape gShape;
    private final DType gDType;
    private final Buffer g;
    private final NormBackend backend;

    private WeightNormFunction(String op, WeightNormCall call) {
        this.v = call.v();
        this.checks = new Checks(op, v);
        this.axis = WeightAxis.of(checks, call.dim());
        this.gShape = call.g().shape();
        checks.require(
                axis.fits(gShape),
                () -> "g has shape " + gShape + ", expected " + axis.kept() + " or ["
                        + axis.geometry().rows() + "] for v of shape " + v.shape());
        this.gDType = checks.paramDType(call.g());
        this.g = checks.parameter("g", call.g(), gShape, gDType);
        this.backend = Backends.of(v.device());
    }

    static WeightNormResult forward(WeightNormCall call, boolean saveNorm) {
        WeightNormFunction function = new WeightNormFunction("weight norm", call);
        try (Allocations made = new Allocations(call.v().device())) {
            WeightNormResult into = new WeightNormResult(
                    made.result(function.v.shape(), function.v.dtype()),
                    saveNorm ? made.result(function.gShape, function.v.dtype().statistics()) : null);
            function.run(into);
            return made.keep(into);
        }
    }

    static void forward(WeightNormCall call, WeightNormResult into) {
        new WeightNormFunction("weight norm", call).run(into);
    }

    static WeightNormGradients backward(WeightNormBackwardCall call) {
        WeightNormFunction function = new WeightNormFunction("weight norm backward", call.forward());
        function.checks.overwrites(call.mode());
        try (Allocations made = new Allocations(function.v.device())) {
            WeightNormGradients into = new WeightNormGradients(
                    made.result(function.v.shape(), function.v.dtype()), made.result(function.gShape, function.gDType));
            function.run(call, into);
            return made.keep(into);
        }
    }

    static void backward(WeightNormBackwardCall call, WeightNormGradients into) {
        new WeightNormFunction("weight norm backward", call.forward()).run(call, into);
    }

    private void run(WeightNormResult into) {
        WeightNormForwardOp op = new WeightNormForwardOp(
                axis.geometry(),
                v.buffer(),
                g,
                checks.optionalLikeX("w", into.w()),
                checks.optionalStatistics("norm", into.norm(), gShape),
                0);
        if (v.shape().count() > 0) {
            backend.weightNormForward(op);
        } else {
            fill(op.norm(), 0);
        }
    }

    private void run(WeightNormBackwardCall call, WeightNormGradients into) {
        WeightNormBackwardOp op = new WeightNormBackwardOp(
                axis.geometry(),
                checks.likeX("dw", call.dw()),
                v.buffer(),
                g,
                checks.optionalLikeX("dv", into.dv()),
                checks.optionalParameter("dg", into.dg(), gShape, gDType),
                call.mode() == GradientMode.ACCUMULATE,
                0);
        if (v.shape().count() > 0) {
            backend.weightNormBackward(op);
        } else {
            fill(op.dg(), Double.NaN);
        }
    }

    /** Of rows without elements, whose norm is 0. */
    private void fill(@Nullable Buffer buffer, double value) {
        if (buffer != null) {
            backend.fill(buffer, value);
        }
    }
}
