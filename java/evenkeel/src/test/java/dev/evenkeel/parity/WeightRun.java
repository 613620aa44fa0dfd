package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.GradientMode;
import dev.evenkeel.norms.Reparametrizations;
import dev.evenkeel.norms.SpectralNormBackwardCall;
import dev.evenkeel.norms.SpectralNormCall;
import dev.evenkeel.norms.SpectralNormGradients;
import dev.evenkeel.norms.SpectralNormResult;
import dev.evenkeel.norms.WeightNormBackwardCall;
import dev.evenkeel.norms.WeightNormCall;
import dev.evenkeel.norms.WeightNormGradients;
import dev.evenkeel.norms.WeightNormResult;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a case somewhere and gives all of its outputs by name. */
final class WeightRun implements AutoCloseable {
    private final WeightCase c;
    private final WeightInputs inputs;
    private final Device device;
    private final DType dtype;
    private final DType gDType;
    private final TensorScope scope = new TensorScope();
    private final Map<String, double[]> results = new LinkedHashMap<>();

    private WeightRun(WeightCase c, Device device, boolean exactly) {
        this.c = c;
        this.inputs = WeightInputs.of(c);
        this.device = device;
        this.dtype = exactly ? DType.F64 : c.dtype();
        this.gDType = exactly ? DType.F64 : c.gDType();
    }

    static Map<String, double[]> on(Device device, WeightCase c) {
        return run(new WeightRun(c, device, false));
    }

    /** What the reference computes of the same inputs in float64. */
    static Map<String, double[]> reference(WeightCase c) {
        return run(new WeightRun(c, Device.SCALAR, true));
    }

    private static Map<String, double[]> run(WeightRun run) {
        try (run) {
            run.weightNorm();
            run.spectralNorm();
            return run.results;
        }
    }

    private void weightNorm() {
        Tensor v = tensor(inputs.weight(), c.shape(), dtype);
        Tensor g = tensor(inputs.g(), gShape(), gDType);
        WeightNormCall call = WeightNormCall.of(v, g).withDim(c.dim());
        call = c.whole() ? call.ofWholeTensor() : call;
        WeightNormResult result = new WeightNormResult(
                c.givesElements() ? room(c.shape(), dtype) : null,
                c.givesRows() ? room(gShape(), dtype.statistics()) : null);
        Reparametrizations.weightNorm(call, result);
        keep("w", result.w());
        keep("norm", result.norm());
        WeightNormGradients gradients = new WeightNormGradients(
                c.givesElements() ? tensor(inputs.old(), c.shape(), dtype) : null,
                c.givesRows() ? tensor(inputs.oldG(), gShape(), gDType) : null);
        Tensor dw = tensor(inputs.gradient(), c.shape(), dtype);
        Reparametrizations.weightNormBackward(
                WeightNormBackwardCall.of(call, dw).withMode(mode()), gradients);
        keep("dv", gradients.dv());
        keep("dg", gradients.dg());
    }

    private void spectralNorm() {
        Tensor weight = tensor(inputs.weight(), c.shape(), dtype);
        Shape rows = Shape.of(c.rows());
        Shape columns = Shape.of(c.columns());
        Tensor u = c.vector() ? null : tensor(inputs.u(), rows, dtype.statistics());
        Tensor v = c.vector() ? null : tensor(inputs.v(), columns, dtype.statistics());
        SpectralNormCall call = SpectralNormCall.of(weight, u, v)
                .withDim(c.dim())
                .withOrder(c.order())
                .withPowerIterations(c.iterations());
        boolean vectors = c.givesRows() && !c.vector();
        SpectralNormResult result = new SpectralNormResult(
                c.givesElements() ? room(c.shape(), dtype) : null,
                c.givesRows() ? room(Shape.of(1), dtype.statistics()) : null,
                vectors ? room(rows, dtype.statistics()) : null,
                vectors ? room(columns, dtype.statistics()) : null);
        Reparametrizations.spectralNorm(call, result);
        keep("spectral w", result.w());
        keep("sigma", result.sigma());
        keep("u", result.u());
        keep("v", result.v());
        SpectralNormGradients gradients = new SpectralNormGradients(tensor(inputs.old(), c.shape(), dtype));
        Tensor dw = tensor(inputs.gradient(), c.shape(), dtype);
        Reparametrizations.spectralNormBackward(
                SpectralNormBackwardCall.of(dw, weight, u, v).withDim(c.dim()).withMode(mode()), gradients);
        keep("dweight", gradients.dweight());
    }

    private GradientMode mode() {
        return c.accumulate() ? GradientMode.ACCUMULATE : GradientMode.OVERWRITE;
    }

    private Shape gShape() {
        if (c.flat()) {
            return Shape.of(inputs.g().length);
        }
        long[] dims = new long[c.shape().rank()];
        Arrays.fill(dims, 1);
        dims[c.dim()] = inputs.g().length;
        return Shape.of(dims);
    }

    private Tensor tensor(double[] values, Shape shape, DType type) {
        return scope.add(Tensor.copyOf(values, shape, type, device));
    }

    private Tensor room(Shape shape, DType type) {
        return scope.add(Tensor.empty(shape, type, device));
    }

    private void keep(String name, @Nullable Tensor tensor) {
        if (tensor != null) {
            results.put(name, tensor.toDoubleArray());
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
