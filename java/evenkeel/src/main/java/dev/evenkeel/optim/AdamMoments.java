package dev.evenkeel.optim;

import dev.evenkeel.internal.spi.AdamOp;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.OptimizerBackend;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** What {@link Adam} and {@link AdamW} keep of each parameter, and their step, which differs in the decay alone. */
record AdamMoments(AdamSettings settings, boolean decoupled, List<Tensor> means, List<Tensor> squares) {

    Runnable update(Parameter parameter, int at, ParameterGroup group, long step) {
        AdamOp op = new AdamOp(
                parameter.value().buffer(),
                parameter.grad().buffer(),
                means.get(at).buffer(),
                squares.get(at).buffer(),
                group.learningRate(),
                settings.beta1(),
                settings.beta2(),
                settings.eps(),
                group.weightDecay(),
                decoupled,
                step);
        OptimizerBackend backend =
                Backends.of(parameter.value().device()).network().optimizers();
        return () -> backend.adam(op);
    }
}
