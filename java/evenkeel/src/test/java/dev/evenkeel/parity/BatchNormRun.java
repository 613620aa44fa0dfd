package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Activation;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormGradients;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.GradientMode;
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
final class BatchNormRun implements AutoCloseable {
    /** dy is 0 where relu's argument is nearer to its kink than this: a rounding may decide what passes there. */
    private static final double KINK = 1e-3;

    private final BatchNormCase c;
    private final Device device;
    private final DType dtype;
    private final DType paramDType;
    private final TensorScope scope = new TensorScope();
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    private BatchNormRun(BatchNormCase c, Device device, boolean reference) {
        this.c = c;
        this.device = device;
        this.dtype = reference ? DType.F64 : c.dtype();
        this.paramDType = reference ? DType.F64 : c.paramDType();
    }

    static Map<String, double[]> on(Device device, BatchNormCase c) {
        return compute(device, c, false);
    }

    /** In float64, on the inputs rounded to the case's types. */
    static Map<String, double[]> reference(BatchNormCase c) {
        return compute(Device.SCALAR, c, true);
    }

    private static Map<String, double[]> compute(Device device, BatchNormCase c, boolean reference) {
        try (BatchNormRun run = new BatchNormRun(c, device, reference)) {
            run.compute();
            return run.outputs;
        }
    }

    private void compute() {
        BatchNormCall call = call();
        Shape channels = Shape.of(c.channels());
        Tensor runningMean = statistics(11, channels, 0.1);
        Tensor runningVar = scope.add(Tensor.full(channels, 0.75, dtype.statistics(), device));
        BatchNormResult forward = new BatchNormResult(
                c.givesX() ? empty(c.shape(), dtype) : null,
                empty(channels, dtype.statistics()),
                empty(channels, dtype.statistics()));
        if (c.training()) {
            Norms.batchNorm(call, update(runningMean, runningVar), forward);
        } else {
            Norms.batchNormInference(call, runningMean, runningVar, forward);
        }
        put("y", forward.y());
        put("mean", forward.mean());
        put("rstd", forward.rstd());
        put("running_mean", runningMean);
        put("running_var", runningVar);
        Tensor dy = scope.add(Tensor.copyOf(dy(), c.shape(), dtype, device));
        backward(
                c.training()
                        ? BatchNormBackwardCall.training(call, dy)
                                .withSaved(c.saved() > 0 ? forward.mean() : null, c.saved() > 1 ? forward.rstd() : null)
                        : BatchNormBackwardCall.inference(call, dy, runningMean, runningVar));
    }

    private BatchNormCall call() {
        Shape params = Shape.of(c.channels());
        return BatchNormCall.of(input(1, c.shape(), 0.3))
                .withLayout(c.layout())
                .withResidual(c.residual() ? input(2, c.shape(), 0.5) : null)
                .withWeight(c.weight() ? parameter(3, params, 1) : null)
                .withBias(c.bias() ? parameter(4, params, 0) : null)
                .withActivation(c.activation())
                .withEps(c.shape().count() / c.channels() < 8 ? 1e-2 : 1e-5);
    }

    private @Nullable RunningUpdate update(Tensor mean, Tensor variance) {
        return switch (c.update()) {
            case NONE -> null;
            case UNBIASED -> new RunningUpdate(mean, variance, 0.1, RunningVariance.UNBIASED);
            case BIASED -> new RunningUpdate(mean, variance, 0.01, RunningVariance.BIASED);
            case REPLACED -> {
                mean.copyFrom(empty(mean.shape(), mean.dtype()));
                yield new RunningUpdate(mean, variance, 1, RunningVariance.UNBIASED);
            }
        };
    }

    /** Random, and 0 where the float64 argument of relu is near 0. */
    private double[] dy() {
        double[] dy = new Randoms(5).normal(c.dtype(), c.shape().count(), 0.2, 1);
        if (c.activation() == Activation.RELU) {
            double[] argument = argument();
            for (int i = 0; i < dy.length; i++) {
                dy[i] = Math.abs(argument[i]) < KINK ? 0 : dy[i];
            }
        }
        return dy;
    }

    private double[] argument() {
        try (BatchNormRun run = new BatchNormRun(c, Device.SCALAR, true)) {
            BatchNormCall call = run.call().withActivation(Activation.NONE);
            Shape channels = Shape.of(c.channels());
            Tensor mean = run.statistics(11, channels, 0.1);
            Tensor variance = Tensor.full(channels, 0.75, DType.F64, Device.SCALAR);
            return (c.training() ? Norms.batchNorm(call, null) : Norms.batchNormInference(call, mean, variance))
                    .output()
                    .toDoubleArray();
        }
    }

    private void backward(BatchNormBackwardCall call) {
        Shape channels = Shape.of(c.channels());
        BatchNormGradients gradients = new BatchNormGradients(
                c.givesX() ? empty(c.shape(), dtype) : null,
                c.residual() && c.givesX() ? empty(c.shape(), dtype) : null,
                c.weight() && c.givesParameters() ? parameter(7, channels, 0) : null,
                c.bias() && c.givesParameters() ? parameter(8, channels, 0) : null);
        Norms.batchNormBackward(
                call.withMode(c.accumulate() ? GradientMode.ACCUMULATE : GradientMode.OVERWRITE), gradients);
        put("dx", gradients.dx());
        put("dresidual", gradients.dresidual());
        put("dweight", gradients.dweight());
        put("dbias", gradients.dbias());
    }

    private Tensor input(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 1, c.dtype(), dtype);
    }

    private Tensor parameter(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 0.5, c.paramDType(), paramDType);
    }

    private Tensor statistics(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 1, c.dtype().statistics(), dtype.statistics());
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
