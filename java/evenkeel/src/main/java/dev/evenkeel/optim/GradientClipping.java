package dev.evenkeel.optim;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;

/** Keeps gradients from being too large, between backward and the optimizer's step. */
public final class GradientClipping {
    private GradientClipping() {}

    /**
     * Scales all gradients by min(1, maxNorm/(norm + 1e-6)), norm = √ΣΣgrad² over all parameters together, as
     * {@code torch.nn.utils.clip_grad_norm_}. Nothing is read on the host. A norm that is NaN makes all gradients NaN.
     *
     * @param parameters one or more, {@code F32} or {@code F64}, of one type and on one device
     * @param maxNorm finite, at least 0
     * @return the norm before, a tensor of rank 0 on the parameters' device, which the caller closes
     */
    public static Tensor clipNorm(List<Parameter> parameters, double maxNorm) {
        Settings.atLeast0("maxNorm", maxNorm);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("gradient clipping: expected at least one parameter");
        }
        Tensor first = parameters.get(0).grad();
        parameters.forEach(parameter -> check(parameter, first.dtype(), first.device()));
        List<Buffer> gradients =
                parameters.stream().map(parameter -> parameter.grad().buffer()).toList();
        OptimizerBackend backend = Backends.of(first.device()).network().optimizers();
        Tensor norm = Tensor.empty(Shape.of(), first.dtype(), first.device());
        try {
            backend.norm(gradients, norm.buffer());
            gradients.forEach(gradient -> backend.clip(gradient, norm.buffer(), maxNorm));
            return norm;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, norm);
            throw e;
        }
    }

    private static void check(Parameter parameter, DType dtype, Device device) {
        Tensor grad = parameter.grad();
        boolean known = grad.dtype() == DType.F32 || grad.dtype() == DType.F64;
        if (!known || grad.dtype() != dtype || !grad.device().equals(device)) {
            throw new IllegalArgumentException("gradient clipping: expected f32 or f64, one type and one device, got "
                    + parameter.name() + " of type " + grad.dtype().label() + " on " + grad.device() + " beside "
                    + dtype.label() + " on " + device);
        }
    }
}
