package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.RunningUpdate;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one run of an {@link Op} works on: its inputs, wherever they come from, and room for its outputs. */
public abstract class OpArguments implements AutoCloseable {
    private final Op op;
    private final Device device;
    private final DType dtype;
    private final Map<String, String> settings;
    private final Set<String> wanted;
    private final Map<String, Tensor> results = new LinkedHashMap<>();
    private final TensorScope scope = new TensorScope();

    /**
     * @param op the operation
     * @param device where it runs
     * @param dtype type of its data
     * @param settings text of what is set, by key
     * @param wanted names of the outputs that are wanted
     */
    protected OpArguments(Op op, Device device, DType dtype, Map<String, String> settings, Set<String> wanted) {
        this.op = op;
        this.device = device;
        this.dtype = dtype;
        this.settings = Map.copyOf(settings);
        this.wanted = Set.copyOf(wanted);
    }

    /** Whether this input is given. */
    protected abstract boolean has(String input);

    /** Brings an input that is given to the device, in this type; {@code as} is its new shape, null for its own. */
    protected abstract Tensor bring(String input, DType dtype, @Nullable Shape as, Device device);

    final DType dtype() {
        return dtype;
    }

    final <T> T get(Setting<T> setting) {
        String text = settings.get(setting.name());
        return text == null ? setting.byDefault() : setting.parse(text);
    }

    final Tensor required(String input) {
        return scope.add(bring(input, heldIn(input), null, device));
    }

    /** As {@link #required}, of two dimensions at least. */
    final Tensor requiredWithChannels(String input) {
        Tensor tensor = required(input);
        if (tensor.shape().rank() < 2) {
            throw new InputException(input + " has shape " + tensor.shape() + ", expected (N, C) or with more dims");
        }
        return tensor;
    }

    /** The input in another shape with as many elements. */
    final Tensor required(String input, Shape as) {
        return scope.add(bring(input, heldIn(input), as, device));
    }

    final @Nullable Tensor optional(String input) {
        return has(input) ? required(input) : null;
    }

    /** As {@link #required(String, Shape)}, of an input that may be absent. */
    final @Nullable Tensor optional(String input, Shape as) {
        return has(input) ? required(input, as) : null;
    }

    /** The input, or a tensor of {@code otherwise} in every element. */
    final Tensor orFull(String input, Shape shape, double otherwise) {
        return has(input) ? required(input) : scope.add(Tensor.full(shape, otherwise, heldIn(input), device));
    }

    final boolean wants(String output) {
        return wanted.contains(output);
    }

    /** Room for an output, null if it is not wanted. */
    final @Nullable Tensor room(String output, Shape shape, DType type) {
        if (!wants(output)) {
            return null;
        }
        Tensor tensor = scope.add(Tensor.empty(shape, type, device));
        results.put(output, tensor);
        return tensor;
    }

    /** Makes a tensor that the operation changes in place an output, if it is wanted. */
    final void give(String output, Tensor tensor) {
        if (wants(output)) {
            results.put(output, tensor);
        }
    }

    /** How the running statistics move, which are given or start from 0 and 1; null if nobody wants to know. */
    final @Nullable RunningUpdate running(Shape channels, RunningVariance convention) {
        boolean tracked = has("running_mean") || has("running_var");
        if (!tracked && !wants("running_mean") && !wants("running_var")) {
            return null;
        }
        Tensor mean = orFull("running_mean", channels, 0);
        Tensor variance = orFull("running_var", channels, 1);
        give("running_mean", mean);
        give("running_var", variance);
        return new RunningUpdate(mean, variance, get(Setting.MOMENTUM).newBatchWeight(1), convention);
    }

    /** The outputs that were wanted, by name. */
    public final Map<String, Tensor> results() {
        return results;
    }

    /** Closes all tensors. */
    @Override
    public void close() {
        scope.close();
    }

    private DType heldIn(String input) {
        return op.inputs().stream()
                .filter(declared -> declared.name().equals(input))
                .findFirst()
                .orElseThrow()
                .heldIn(dtype);
    }
}
