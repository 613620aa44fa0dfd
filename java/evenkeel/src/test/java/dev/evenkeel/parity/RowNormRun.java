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
import dev.evenkeel.norms.RmsNormBackwardCall;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormGradients;
import dev.evenkeel.norms.RmsNormResult;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import dev.evenkeel.testing.Randoms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes one case on one device; gives all outputs by name, as doubles. */
final class RowNormRun implements AutoCloseable {
    private final RowNormCase c;
    private final Device device;
    private final DType dtype;
    private final DType paramDType;
    private final DType outputDType;
    private final TensorScope scope = new TensorScope();
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    /** @param reference whether to compute in float64, on the inputs rounded to the case's types */
    private RowNormRun(RowNormCase c, Device device, boolean reference) {
        this.c = c;
        this.device = device;
        this.dtype = reference ? DType.F64 : c.dtype();
        this.paramDType = reference ? DType.F64 : c.paramDType();
        this.outputDType = reference ? DType.F64 : c.outputDType();
    }

    static Map<String, double[]> on(Device device, RowNormCase c) {
        try (RowNormRun run = new RowNormRun(c, device, false)) {
            return run.compute(null);
        }
    }

    /** @param sum what the device under test rounded x + residual to; null if there was no residual */
    static Map<String, double[]> reference(RowNormCase c, double @Nullable [] sum) {
        try (RowNormRun run = new RowNormRun(c, Device.SCALAR, true)) {
            return run.compute(sum);
        }
    }

    private Map<String, double[]> compute(double @Nullable [] sum) {
        Shape shape = Shape.of(c.rows(), c.cols());
        Shape params = Shape.of(c.cols());
        LayerNormCall call = LayerNormCall.of(input(1, shape, c.mean()), params)
                .withResidual(c.residual() ? input(2, shape, 0.5) : null)
                .withWeight(c.weight() ? parameter(3, params, 1 - offset()) : null)
                .withBias(c.bias() ? parameter(4, params, 0) : null)
                .withWeightForm(c.weightForm())
                .withOutputDType(outputDType)
                .withEps(c.cols() < 4 ? 1e-2 : 1e-5);
        LayerNormResult forward = new LayerNormResult(
                c.givesX() ? empty(shape, outputDType) : null,
                c.residual() ? empty(shape, dtype) : null,
                c.norm() == RowNormCase.Norm.LAYER ? empty(Shape.of(c.rows()), dtype.statistics()) : null,
                empty(Shape.of(c.rows()), dtype.statistics()));
        if (c.norm() == RowNormCase.Norm.RMS) {
            Norms.rmsNorm(rms(call), new RmsNormResult(forward.y(), forward.sum(), forward.rstd()));
        } else {
            Norms.layerNorm(call, forward);
        }
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
                ? LayerNormCall.of(sum, call.normalizedShape())
                        .withWeight(call.weight())
                        .withBias(call.bias())
                        .withWeightForm(call.weightForm())
                        .withOutputDType(call.outputDType())
                        .withEps(call.eps())
                : call;
        Tensor dy = tensor(5, shape, 0.2, 1, c.outputDType(), outputDType);
        Tensor dsum = c.dsum() ? input(6, shape, 0) : null;
        Tensor mean = c.saved() > 0 ? forward.mean() : null;
        Tensor rstd = c.saved() > 1 ? forward.rstd() : null;
        GradientMode mode = c.accumulate() ? GradientMode.ACCUMULATE : GradientMode.OVERWRITE;
        LayerNormGradients gradients = new LayerNormGradients(
                c.givesX() ? empty(shape, dtype) : null,
                c.weight() && c.givesParameters() ? parameter(7, call.normalizedShape(), 0) : null,
                c.bias() && c.givesParameters() ? parameter(8, call.normalizedShape(), 0) : null);
        if (c.norm() == RowNormCase.Norm.RMS) {
            Norms.rmsNormBackward(
                    new RmsNormBackwardCall(rms(at), dy, rstd, dsum, mode),
                    new RmsNormGradients(gradients.dx(), gradients.dweight()));
        } else {
            Norms.layerNormBackward(new LayerNormBackwardCall(at, dy, mean, rstd, dsum, mode), gradients);
        }
        put("dx", gradients.dx());
        put("dweight", gradients.dweight());
        put("dbias", gradients.dbias());
    }

    private static RmsNormCall rms(LayerNormCall call) {
        return RmsNormCall.of(call.x(), call.normalizedShape())
                .withResidual(call.residual())
                .withWeight(call.weight())
                .withWeightForm(call.weightForm())
                .withOutputDType(call.outputDType())
                .withEps(call.eps());
    }

    private double offset() {
        return c.weightForm() == WeightForm.ZERO_CENTRED ? 1 : 0;
    }

    private Tensor input(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 1, c.dtype(), dtype);
    }

    private Tensor parameter(long seed, Shape shape, double mean) {
        return tensor(seed, shape, mean, 0.5, c.paramDType(), paramDType);
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
