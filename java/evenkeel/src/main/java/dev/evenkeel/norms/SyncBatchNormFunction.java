package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Synchronized batch normalization: checks, then one call of the backend for each step. */
final class SyncBatchNormFunction {
    private static final String OP = "synchronized batch norm";

    private final Checks checks;
    private final BatchNormCall call;
    private final Buffer x;
    private final ChannelGeometry geometry;
    private final Shape channels;

    private SyncBatchNormFunction(BatchNormCall call) {
        this.call = call;
        this.checks = new Checks(OP, call.x());
        this.x = call.x().buffer();
        this.geometry = BatchNormFunction.geometry(checks, call);
        this.channels = Shape.of(geometry.channels());
    }

    static BatchNormStatistics statistics(BatchNormCall call) {
        SyncBatchNormFunction function = new SyncBatchNormFunction(call);
        try (Allocations made = new Allocations(call.x().device())) {
            BatchNormStatistics into = new BatchNormStatistics(
                    function.geometry.perChannel(),
                    function.perChannel(made),
                    function.perChannel(made),
                    function.perChannel(made));
            if (function.geometry.count() > 0) {
                function.backend()
                        .batchNormStatistics(new BatchNormStatisticsOp(
                                function.geometry,
                                function.x,
                                into.mean().buffer(),
                                into.meanRest().buffer(),
                                into.m2().buffer()));
            } else {
                function.zero(into.mean(), into.meanRest(), into.m2());
            }
            return made.keep(into);
        }
    }

    static MergedStatistics merge(
            List<BatchNormStatistics> replicas, double eps, @Nullable RunningUpdate running, Device device) {
        require(!replicas.isEmpty(), "there are no replicas");
        Tensor first = replicas.get(0).mean();
        Checks checks = new Checks(OP, first);
        checks.eps(eps);
        long count = 0;
        for (BatchNormStatistics replica : replicas) {
            requireLike(first, replica.mean(), replica.meanRest(), replica.m2());
            require(replica.count() >= 0, "a replica can't have " + replica.count() + " values per channel");
            count += replica.count();
        }
        require(count > 1, "expected more than 1 value per channel of all replicas together, got " + count);
        List<BatchNormStatistics> parts =
                replicas.stream().filter(r -> r.count() > 0).toList();
        Shape stacked = Shape.of(parts.size(), first.shape().count());
        try (Allocations made = new Allocations(device)) {
            MergedStatistics into = new MergedStatistics(
                    count,
                    made.result(first.shape(), first.dtype()),
                    made.result(first.shape(), first.dtype()),
                    made.result(first.shape(), first.dtype()));
            BatchNormMergeOp op = new BatchNormMergeOp(
                    first.shape().count(),
                    first.dtype(),
                    eps,
                    parts.stream().map(BatchNormStatistics::count).toList(),
                    stack(parts, BatchNormStatistics::mean, made.scratch(stacked, first.dtype())),
                    stack(parts, BatchNormStatistics::meanRest, made.scratch(stacked, first.dtype())),
                    stack(parts, BatchNormStatistics::m2, made.scratch(stacked, first.dtype())),
                    into.mean().buffer(),
                    into.meanRest().buffer(),
                    into.rstd().buffer(),
                    running == null ? null : running.checked(new Checks(OP, into.mean()), first.shape(), count));
            if (op.channels() > 0) {
                Backends.of(device).batchNormMerge(op);
            }
            return made.keep(into);
        }
    }

    static Tensor apply(BatchNormCall call, MergedStatistics merged) {
        SyncBatchNormFunction function = new SyncBatchNormFunction(call);
        try (Allocations made = new Allocations(call.x().device())) {
            Tensor y = made.result(call.x().shape(), call.x().dtype());
            BatchNormInferenceOp op = new BatchNormInferenceOp(
                    function.geometry,
                    function.x,
                    function.checks.optionalLikeX("residual", call.residual()),
                    function.parameter("weight", call.weight()),
                    function.parameter("bias", call.bias()),
                    function.given("mean", merged.mean()),
                    function.given("mean_rest", merged.meanRest()),
                    function.given("rstd", merged.rstd()),
                    y.buffer());
            if (function.geometry.count() > 0) {
                function.backend().batchNormInference(op);
            }
            return made.keep(y);
        }
    }

    static BatchNormSums sums(BatchNormCall call, Tensor dy, MergedStatistics merged) {
        SyncBatchNormFunction function = new SyncBatchNormFunction(call);
        try (Allocations made = new Allocations(call.x().device())) {
            BatchNormSums into = new BatchNormSums(function.perChannel(made), function.perChannel(made));
            BatchNormReduceOp op = new BatchNormReduceOp(
                    function.geometry,
                    function.checks.likeX("dy", dy),
                    function.x,
                    function.checks.optionalLikeX("residual", call.residual()),
                    function.parameter("weight", call.weight()),
                    function.parameter("bias", call.bias()),
                    function.given("mean", merged.mean()),
                    function.given("mean_rest", merged.meanRest()),
                    function.given("rstd", merged.rstd()),
                    into.sumDy().buffer(),
                    into.sumDyXhat().buffer());
            if (function.geometry.count() > 0) {
                function.backend().batchNormReduce(op);
            } else {
                function.zero(into.sumDy(), into.sumDyXhat());
            }
            return made.keep(into);
        }
    }

    static BatchNormSums total(List<BatchNormSums> replicas, Device device) {
        require(!replicas.isEmpty(), "there are no replicas");
        Tensor first = replicas.get(0).sumDy();
        replicas.forEach(replica -> requireLike(first, replica.sumDy(), replica.sumDyXhat()));
        try (Allocations made = new Allocations(device)) {
            BatchNormSums into = new BatchNormSums(
                    made.result(first.shape(), first.dtype()), made.result(first.shape(), first.dtype()));
            add(replicas, BatchNormSums::sumDy, into.sumDy());
            add(replicas, BatchNormSums::sumDyXhat, into.sumDyXhat());
            return made.keep(into);
        }
    }

    static BatchNormGradients inputGradient(
            BatchNormCall call, Tensor dy, MergedStatistics merged, BatchNormSums total) {
        SyncBatchNormFunction function = new SyncBatchNormFunction(call);
        Tensor x = call.x();
        try (Allocations made = new Allocations(x.device())) {
            BatchNormGradients into = new BatchNormGradients(
                    made.result(x.shape(), x.dtype()),
                    call.residual() == null ? null : made.result(x.shape(), x.dtype()),
                    null,
                    null);
            BatchNormInputGradientOp op = new BatchNormInputGradientOp(
                    function.geometry,
                    function.checks.likeX("dy", dy),
                    function.x,
                    function.checks.optionalLikeX("residual", call.residual()),
                    function.parameter("weight", call.weight()),
                    function.parameter("bias", call.bias()),
                    function.given("mean", merged.mean()),
                    function.given("mean_rest", merged.meanRest()),
                    function.given("rstd", merged.rstd()),
                    function.given("sum_dy", total.sumDy()),
                    function.given("sum_dy_xhat", total.sumDyXhat()),
                    merged.count(),
                    function.checks.optionalLikeX("dx", into.dx()),
                    function.checks.optionalLikeX("dresidual", into.dresidual()));
            if (function.geometry.count() > 0) {
                function.backend().batchNormInputGradient(op);
            }
            return made.keep(into);
        }
    }

    private static Buffer stack(
            List<BatchNormStatistics> parts, Function<BatchNormStatistics, Tensor> part, Tensor into) {
        double[] all = parts.stream()
                .flatMapToDouble(p -> Arrays.stream(part.apply(p).toDoubleArray()))
                .toArray();
        try (Tensor stacked = Tensor.wrap(all, into.shape(), Device.SCALAR)) {
            into.copyFrom(stacked);
        }
        return into.buffer();
    }

    private static void add(List<BatchNormSums> replicas, Function<BatchNormSums, Tensor> part, Tensor into) {
        double[] total = new double[(int) into.shape().count()];
        for (BatchNormSums replica : replicas) {
            double[] its = part.apply(replica).toDoubleArray();
            for (int c = 0; c < total.length; c++) {
                total[c] += its[c];
            }
        }
        try (Tensor sum = Tensor.wrap(total, into.shape(), Device.SCALAR)) {
            into.copyFrom(sum);
        }
    }

    private static void requireLike(Tensor first, Tensor... others) {
        for (Tensor other : others) {
            require(
                    other.shape().equals(first.shape())
                            && other.dtype() == first.dtype()
                            && first.shape().rank() == 1,
                    "replicas have different channels: " + first + " and " + other);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(OP + ": " + message);
        }
    }

    private Tensor perChannel(Allocations made) {
        return made.result(channels, statistics());
    }

    private Buffer given(String name, Tensor tensor) {
        return checks.statistics(name, tensor, channels);
    }

    @Nullable
    private Buffer parameter(String name, @Nullable Tensor tensor) {
        return checks.optionalParameter(name, tensor, channels, geometry.paramDType());
    }

    private void zero(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            backend().fill(tensor.buffer(), 0);
        }
    }

    private DType statistics() {
        return geometry.dtype().statistics();
    }

    private NormBackend backend() {
        return Backends.of(call.x().device());
    }
}
