package dev.evenkeel.optim;

import dev.evenkeel.DType;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes parameters by their gradients. It owns the state it keeps of each parameter, as many elements of the same type
 * and on the same device, and frees it on {@link #close()}; the parameters stay their layers'. Parameters are {@code F32}
 * or {@code F64}. Nothing is read on the host. Not thread-safe.
 *
 * <pre>{@code
 * try (Optimizer optimizer = AdamW.of(ParameterGroups.of(net, 1e-3, 0.01))) {
 *     for (Batch batch : batches) {
 *         optimizer.zeroGrad();
 *         ...                                     // forward, loss, backward
 *         optimizer.step();
 *     }
 * }
 * }</pre>
 */
public abstract sealed class Optimizer implements AutoCloseable permits Sgd, Adam, AdamW {
    private final List<ParameterGroup> groups;
    private final TensorScope state = new TensorScope();
    private long steps;

    Optimizer(List<ParameterGroup> groups) {
        this.groups = List.copyOf(groups);
        Set<Parameter> seen = new HashSet<>();
        for (Parameter parameter : parameters()) {
            DType dtype = parameter.value().dtype();
            if (dtype != DType.F32 && dtype != DType.F64) {
                throw new IllegalArgumentException("optimizer: expected parameters of type f32 or f64, got "
                        + parameter.name() + " of type " + dtype.label());
            }
            if (!seen.add(parameter)) {
                throw new IllegalArgumentException(
                        "optimizer: parameter " + parameter.name() + " is in its groups more than once");
            }
        }
    }

    /**
     * Changes every parameter by its gradient; gradients stay as they are.
     *
     * @throws IllegalStateException if a parameter's layer is closed; then no parameter has changed
     */
    public final void step() {
        List<Runnable> updates = new ArrayList<>();
        int at = 0;
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                updates.add(update(parameter, at, group, steps + 1));
                at++;
            }
        }
        updates.forEach(Runnable::run);
        steps++;
    }

    /** Step number {@code step}, from 1 on, of the parameter at this place among {@link #parameters()}, ready to run. */
    abstract Runnable update(Parameter parameter, int at, ParameterGroup group, long step);

    /** A tensor of zeros for each parameter, closed with the optimizer. */
    final List<Tensor> zeros() {
        List<Tensor> zeros = new ArrayList<>();
        try {
            for (Parameter parameter : parameters()) {
                Tensor value = parameter.value();
                zeros.add(state.add(Tensor.zeros(value.shape(), value.dtype(), value.device())));
            }
            return zeros;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, state);
            throw e;
        }
    }

    /** Sets the gradients of all parameters to zero. */
    public final void zeroGrad() {
        parameters().forEach(Parameter::zeroGrad);
    }

    /** Sets the learning rate of all groups: what schedules call before a step. */
    public final void setLearningRate(double learningRate) {
        groups.forEach(group -> group.setLearningRate(learningRate));
    }

    /** The groups, each with its learning rate. */
    public final List<ParameterGroup> groups() {
        return groups;
    }

    /** The parameters of all groups, one group after the other. */
    public final List<Parameter> parameters() {
        return groups.stream().flatMap(group -> group.parameters().stream()).toList();
    }

    /** Steps so far. */
    public final long steps() {
        return steps;
    }

    /** Frees the state. */
    @Override
    public final void close() {
        state.close();
    }
}
