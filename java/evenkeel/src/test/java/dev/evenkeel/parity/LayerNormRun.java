package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import dev.evenkeel.testing.Randoms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes one case on one device; gives all outputs by name, as doubles. */
final class LayerNormRun implements AutoCloseable {
    private final LayerNormCase c;
    private final Device device;
    private final DType dtype;
    private final DType paramDType;
    private final TensorScope scope = new TensorScope();
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    /** @param reference whether to compute in float64, on the inputs rounded to the case's types */
    private LayerNormRun(LayerNormCase c, Device device, boolean reference) {
        this.c = c;
        this.device = device;
        this.dtype = reference ? DType.F64 : c.dtype();
        this.paramDType = reference ? DType.F64 : c.paramDType();
    }

    static Map<String, double[]> on(Device device, LayerNormCase c) {
        try (LayerNormRun run = new LayerNormRun(c, device, false)) {
            return run.compute(null);
        }
    }

    /** @param sum what the device under test rounded x + residual to; null if there was no residual */
    static Map<String, double[]> reference(LayerNormCase c, double @Nullable [] sum) {
        try (LayerNormRun run = new LayerNormRun(c, Device.SCALAR, true)) {
            return run.compute(sum);
        }
    }

    private Map<String, double[]> compute(double @Nullable [] sum) {
        Shape shape = Shape.of(c.rows(), c.cols());
        Shape params = Shape.of(c.cols());
        Tensor x = input(1, shape, c.mean());
        LayerNormCall call = LayerNormCall.of(x, params)
                .withResidual(c.residual() ? input(2, shape, 0.5) : null)
                .withWeight(c.weight() ? parameter(3, params, 1) : null)
                .withBias(c.bias() ? parameter(4, params, 0) : null)
                .withEps(c.cols() < 4 ? 1e-2 : 1e-5);
        LayerNormResult forward = new LayerNormResult(
                c.givesX() ? empty(shape, dtype) : null,
                c.residual() ? empty(shape, dtype) : null,
                empty(Shape.of(c.rows()), dtype.statistics()),
                empty(Shape.of(c.rows()), dtype.statistics()));
        Norms.layerNorm(call, forward);
        put("y", forward.y());
        put("sum", forward.sum());
        put("mean", forward.mean());
        put("rstd", forward.rstd());
        backward(call, forward, sum);
        return outputs;
    }

    private void backward(LayerNormCall call, LayerNormResult forward, double @Nullable [] roundedSum) {
        Shape shape = call.x().shape();
        Tensor sum = roundedSum != null ? scope.add(Tensor.copyOf(roundedSum, shape, dtype, device)) : forward.sum();
        LayerNormCall at = c.residual() && sum != null
                ? new LayerNormCall(sum, call.normalizedShape(), null, call.weight(), call.bias(), call.eps())
                : call;
        LayerNormBackwardCall backward = LayerNormBackwardCall.of(at, input(5, shape, 0.2))
                .withSaved(c.saved() > 0 ? forward.mean() : null, c.saved() > 1 ? forward.rstd() : null)
                .withDsum(c.dsum() ? input(6, shape, 0) : null)
                .withMode(c.accumulate() ? GradientMode.ACCUMULATE : GradientMode.OVERWRITE);
        LayerNormGradients gradients = new LayerNormGradients(
                c.givesX() ? empty(shape, dtype) : null,
                c.weight() && c.givesParameters() ? parameter(7, call.normalizedShape(), 0) : null,
                c.bias() && c.givesParameters() ? parameter(8, call.normalizedShape(), 0) : null);
        Norms.layerNormBackward(backward, gradients);
        put("dx", gradients.dx());
        put("dweight", gradients.dweight());
        put("dbias", gradients.dbias());
    }

    private Tensor input(long seed, Shape shape, double mean) {
        double[] values = new Randoms(seed).normal(c.dtype(), shape.count(), mean, 1);
        return scope.add(Tensor.copyOf(values, shape, dtype, device));
    }

    private Tensor parameter(long seed, Shape shape, double mean) {
        double[] values = new Randoms(seed).normal(c.paramDType(), shape.count(), mean, 0.5);
        return scope.add(Tensor.copyOf(values, shape, paramDType, device));
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
