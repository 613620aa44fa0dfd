package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.GroupNormBackwardCall;
import dev.evenkeel.norms.GroupNormCall;
import dev.evenkeel.norms.GroupNormGradients;
import dev.evenkeel.norms.GroupNormResult;
import dev.evenkeel.norms.InstanceNormBackwardCall;
import dev.evenkeel.norms.InstanceNormCall;
import dev.evenkeel.norms.InstanceNormGradients;
import dev.evenkeel.norms.InstanceNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import dev.evenkeel.testing.Randoms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes one case on one device; gives all outputs by name, as doubles. */
final class GroupNormRun implements AutoCloseable {
    private final GroupNormCase c;
    private final Device device;
    private final DType dtype;
    private final DType paramDType;
    private final Shape channels;
    private final TensorScope scope = new TensorScope();
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    private GroupNormRun(GroupNormCase c, Device device, boolean reference) {
        this.c = c;
        this.device = device;
        this.dtype = reference ? DType.F64 : c.dtype();
        this.paramDType = reference ? DType.F64 : c.paramDType();
        this.channels = Shape.of(c.channels());
    }

    static Map<String, double[]> on(Device device, GroupNormCase c) {
        return compute(device, c, false);
    }

    /** In float64, on the inputs rounded to the case's types. */
    static Map<String, double[]> reference(GroupNormCase c) {
        return compute(Device.SCALAR, c, true);
    }

    private static Map<String, double[]> compute(Device device, GroupNormCase c, boolean reference) {
        try (GroupNormRun run = new GroupNormRun(c, device, reference)) {
            if (c.instance()) {
                run.instanceNorm();
            } else {
                run.groupNorm();
            }
            return run.outputs;
        }
    }

    private void groupNorm() {
        GroupNormCall call = GroupNormCall.of(input(1, c.shape(), c.mean()), c.groups())
                .withLayout(c.layout())
                .withWeight(c.weight() ? parameter(3, 1) : null)
                .withBias(c.bias() ? parameter(4, 0) : null)
                .withEps(eps());
        GroupNormResult forward = result(Shape.of(c.shape().dim(0), c.groups()));
        Norms.groupNorm(call, forward);
        put(forward);
        GroupNormGradients gradients = gradients();
        Norms.groupNormBackward(
                GroupNormBackwardCall.of(call, input(5, c.shape(), 0.2))
                        .withSaved(c.saved() > 0 ? forward.mean() : null, c.saved() > 1 ? forward.rstd() : null)
                        .withMode(mode()),
                gradients);
        put(gradients);
    }

    private void instanceNorm() {
        InstanceNormCall call = InstanceNormCall.of(input(1, c.shape(), c.mean()))
                .withLayout(c.layout())
                .withWeight(c.weight() ? parameter(3, 1) : null)
                .withBias(c.bias() ? parameter(4, 0) : null)
                .withEps(eps());
        Tensor mean = tensor(11, channels, 0.1, 1, c.dtype().statistics(), dtype.statistics());
        Tensor variance = scope.add(Tensor.full(channels, 0.75, dtype.statistics(), device));
        GroupNormResult made =
                result(c.constants() ? channels : Shape.of(c.shape().dim(0), c.channels()));
        InstanceNormResult forward = new InstanceNormResult(made.y(), made.mean(), made.rstd());
        if (c.constants()) {
            Norms.instanceNormInference(call, mean, variance, forward);
        } else {
            Norms.instanceNorm(call, update(mean, variance), forward);
        }
        put(made);
        put("running_mean", mean);
        put("running_var", variance);
        Tensor dy = input(5, c.shape(), 0.2);
        InstanceNormBackwardCall backward = c.constants()
                ? InstanceNormBackwardCall.inference(call, dy, mean, variance)
                : InstanceNormBackwardCall.of(call, dy)
                        .withSaved(c.saved() > 0 ? made.mean() : null, c.saved() > 1 ? made.rstd() : null);
        GroupNormGradients gradients = gradients();
        Norms.instanceNormBackward(
                backward.withMode(mode()),
                new InstanceNormGradients(gradients.dx(), gradients.dweight(), gradients.dbias()));
        put(gradients);
    }

    private @Nullable RunningUpdate update(Tensor mean, Tensor variance) {
        return switch (c.update()) {
            case UNBIASED -> new RunningUpdate(mean, variance, 0.1, RunningVariance.UNBIASED);
            case BIASED -> new RunningUpdate(mean, variance, 0.01, RunningVariance.BIASED);
            default -> null;
        };
    }

    private double eps() {
        return c.shape().count() / (c.shape().dim(0) * c.groups()) < 8 ? 1e-2 : 1e-5;
    }

    private GradientMode mode() {
        return c.accumulate() ? GradientMode.ACCUMULATE : GradientMode.OVERWRITE;
    }

    private GroupNormResult result(Shape statistics) {
        return new GroupNormResult(
                c.givesX() ? empty(c.shape(), dtype) : null,
                empty(statistics, dtype.statistics()),
                empty(statistics, dtype.statistics()));
    }

    private GroupNormGradients gradients() {
        return new GroupNormGradients(
                c.givesX() ? empty(c.shape(), dtype) : null,
                c.weight() && c.givesParameters() ? parameter(7, 0) : null,
                c.bias() && c.givesParameters() ? parameter(8, 0) : null);
    }

    private void put(GroupNormResult forward) {
        put("y", forward.y());
        put("mean", forward.mean());
        put("rstd", forward.rstd());
    }

    private void put(GroupNormGradients gradients) {
        put("dx", gradients.dx());
        put("dweight", gradients.dweight());
        put("dbias", gradients.dbias());
    }

    private Tensor input(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 1, c.dtype(), dtype);
    }

    private Tensor parameter(long seed, double mean) {
        return tensor(seed, channels, mean, 0.5, c.paramDType(), paramDType);
    }

    private Tensor tensor(long seed, Shape shape, double mean, double std, DType rounded, DType type) {
        double[] values = new Randoms(seed).normal(rounded, shape.count(), mean, std);
        return scope.add(Tensor.copyOf(values, shape, type, device));
    }

    private Tensor empty(Shape shape, DType type) {
        return scope.add(Tensor.full(shape, Double.NaN, type, device));
    }

    private void put(String name, @Nullable Tensor output) {
        if (output != null) {
            outputs.put(name, output.toDoubleArray());
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
