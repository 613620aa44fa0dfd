package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Batch normalization: checks, then one call of the backend. */
final class BatchNormFunction {
    private final Checks checks;
    private final BatchNormCall call;
    private final Buffer x;
    private final ChannelGeometry geometry;
    private final Shape channels;

    private BatchNormFunction(String op, BatchNormCall call) {
        this.call = call;
        this.checks = new Checks(op, call.x());
        this.x = call.x().buffer();
        this.geometry = geometry(checks, call);
        this.channels = Shape.of(geometry.channels());
    }

    /** The call's geometry, if it is one of batch normalization. */
    static ChannelGeometry geometry(Checks checks, BatchNormCall call) {
        Shape shape = call.x().shape();
        checks.require(shape.rank() >= 2, () -> "expected input (N, C) or with more dims, got " + shape);
        checks.eps(call.eps());
        ChannelLayout layout = call.layout();
        return new ChannelGeometry(
                layout.outer(shape),
                layout.channels(shape),
                layout.inner(shape),
                call.eps(),
                call.x().dtype(),
                checks.paramDType(call.weight(), call.bias()),
                call.activation() == Activation.RELU);
    }

    static BatchNormResult training(BatchNormCall call, @Nullable RunningUpdate running) {
        BatchNormFunction function = new BatchNormFunction("batch norm", call);
        try (Allocations made = new Allocations(call.x().device())) {
            BatchNormResult into = function.freshResult(made);
            function.train(running, into, made);
            return made.keep(into);
        }
    }

    static void training(BatchNormCall call, @Nullable RunningUpdate running, BatchNormResult into) {
        try (Allocations made = new Allocations(call.x().device())) {
            new BatchNormFunction("batch norm", call).train(running, into, made);
        }
    }

    static BatchNormResult inference(String op, BatchNormCall call, Tensor runningMean, Tensor runningVar) {
        BatchNormFunction function = new BatchNormFunction(op, call);
        try (Allocations made = new Allocations(call.x().device())) {
            BatchNormResult into = function.freshResult(made);
            function.infer(runningMean, runningVar, into, made);
            return made.keep(into);
        }
    }

    static void inference(String op, BatchNormCall call, Tensor runningMean, Tensor runningVar, BatchNormResult into) {
        try (Allocations made = new Allocations(call.x().device())) {
            new BatchNormFunction(op, call).infer(runningMean, runningVar, into, made);
        }
    }

    static BatchNormGradients backward(String op, BatchNormBackwardCall call) {
        BatchNormFunction function = new BatchNormFunction(op, call.forward());
        Tensor x = call.forward().x();
        Tensor weight = call.forward().weight();
        Tensor bias = call.forward().bias();
        function.checks.overwrites(call.mode());
        try (Allocations made = new Allocations(x.device())) {
            BatchNormGradients into = new BatchNormGradients(
                    made.result(x.shape(), x.dtype()),
                    call.forward().residual() == null ? null : made.result(x.shape(), x.dtype()),
                    weight == null ? null : made.result(weight.shape(), weight.dtype()),
                    bias == null ? null : made.result(bias.shape(), bias.dtype()));
            function.run(call, into, made);
            return made.keep(into);
        }
    }

    static void backward(String op, BatchNormBackwardCall call, BatchNormGradients into) {
        try (Allocations made = new Allocations(call.forward().x().device())) {
            new BatchNormFunction(op, call.forward()).run(call, into, made);
        }
    }

    private BatchNormResult freshResult(Allocations made) {
        return new BatchNormResult(
                made.result(call.x().shape(), geometry.dtype()),
                made.result(channels, statistics()),
                made.result(channels, statistics()));
    }

    private void train(@Nullable RunningUpdate running, BatchNormResult into, Allocations made) {
        requireTwoPerChannel();
        RunningMix update = running == null ? null : running.checked(checks, channels, geometry.perChannel());
        Buffer residual = checks.optionalLikeX("residual", call.residual());
        Buffer weight = parameter("weight", call.weight());
        Buffer bias = parameter("bias", call.bias());
        Buffer y = checks.optionalLikeX("y", into.y());
        Buffer mean = orScratch("mean", into.mean(), made);
        Buffer rstd = orScratch("rstd", into.rstd(), made);
        if (geometry.count() > 0) {
            backend()
                    .batchNormTraining(
                            new BatchNormTrainingOp(geometry, x, residual, weight, bias, y, mean, rstd, update));
        }
    }

    private void infer(Tensor runningMean, Tensor runningVar, BatchNormResult into, Allocations made) {
        Buffer mean = checks.statistics("running_mean", runningMean, channels);
        Buffer variance = checks.statistics("running_var", runningVar, channels);
        Buffer residual = checks.optionalLikeX("residual", call.residual());
        Buffer weight = parameter("weight", call.weight());
        Buffer bias = parameter("bias", call.bias());
        Buffer y = checks.optionalLikeX("y", into.y());
        Buffer meanOut = checks.optionalStatistics("mean", into.mean(), channels);
        Buffer rstd = orScratch("rstd", into.rstd(), made);
        if (channels.count() == 0) {
            return;
        }
        backend().inverseStd(variance, rstd, call.eps());
        if (meanOut != null) {
            backend().copy(mean, meanOut);
        }
        if (y != null && geometry.count() > 0) {
            backend()
                    .batchNormInference(
                            new BatchNormInferenceOp(geometry, x, residual, weight, bias, mean, null, rstd, y));
        }
    }

    private void run(BatchNormBackwardCall backward, BatchNormGradients into, Allocations made) {
        boolean constant = constantStatistics(backward);
        Buffer mean = checks.optionalStatistics("mean", backward.mean(), channels);
        Buffer rstd = checks.optionalStatistics("rstd", backward.rstd(), channels);
        Buffer runningMean = checks.optionalStatistics("running_mean", backward.runningMean(), channels);
        Buffer runningVar = checks.optionalStatistics("running_var", backward.runningVar(), channels);
        BatchNormBackwardOp op = new BatchNormBackwardOp(
                geometry,
                checks.likeX("dy", backward.dy()),
                x,
                checks.optionalLikeX("residual", call.residual()),
                parameter("weight", call.weight()),
                parameter("bias", call.bias()),
                runningMean != null ? runningMean : mean,
                runningVar != null ? inverseStd(runningVar, made) : rstd,
                constant,
                checks.optionalLikeX("dx", into.dx()),
                checks.optionalLikeX("dresidual", into.dresidual()),
                parameter("dweight", into.dweight()),
                parameter("dbias", into.dbias()),
                backward.mode() == GradientMode.ACCUMULATE);
        if (geometry.count() > 0) {
            backend().batchNormBackward(op);
        } else if (!op.accumulate()) {
            zero(op.dweight());
            zero(op.dbias());
        }
    }

    /** Whether the forward normalized by constants; says so if the call can't tell. */
    private boolean constantStatistics(BatchNormBackwardCall backward) {
        boolean constant = backward.runningMean() != null && backward.runningVar() != null;
        checks.require(
                constant || (backward.runningMean() == null && backward.runningVar() == null),
                "running_mean and running_var go together");
        checks.require(
                !constant || (backward.mean() == null && backward.rstd() == null),
                "saved mean and rstd are a training forward's, running_mean and running_var an inference forward's");
        if (!constant) {
            requireTwoPerChannel();
        }
        return constant;
    }

    private void requireTwoPerChannel() {
        checks.require(
                geometry.perChannel() > 1 || geometry.channels() == 0,
                () -> "expected more than 1 value per channel when training, got input size "
                        + call.x().shape());
    }

    private Buffer inverseStd(Buffer variance, Allocations made) {
        Buffer rstd = made.scratch(channels, statistics()).buffer();
        if (channels.count() > 0) {
            backend().inverseStd(variance, rstd, call.eps());
        }
        return rstd;
    }

    private Buffer orScratch(String name, @Nullable Tensor given, Allocations made) {
        return given != null
                ? checks.statistics(name, given, channels)
                : made.scratch(channels, statistics()).buffer();
    }

    private void zero(@Nullable Buffer gradient) {
        if (gradient != null) {
            backend().fill(gradient, 0);
        }
    }

    private DType statistics() {
        return geometry.dtype().statistics();
    }

    @Nullable
    private Buffer parameter(String name, @Nullable Tensor tensor) {
        return checks.optionalParameter(name, tensor, channels, geometry.paramDType());
    }

    private NormBackend backend() {
        return Backends.of(call.x().device());
    }
}
