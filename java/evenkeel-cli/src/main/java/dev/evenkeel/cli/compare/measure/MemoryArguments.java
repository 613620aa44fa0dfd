package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.OpArguments;
import dev.evenkeel.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inputs that are in memory already; each run gets copies of its own. */
final class MemoryArguments extends OpArguments {
    private final Map<String, Tensor> inputs;

    MemoryArguments(Op op, Device device, DType dtype, Map<String, Tensor> inputs, Set<String> wanted) {
        super(
                op,
                device,
                dtype,
                op.usualSettings(Objects.requireNonNull(inputs.get("x")).shape()),
                wanted);
        this.inputs = inputs;
    }

    @Override
    protected boolean has(String input) {
        return inputs.containsKey(input);
    }

    @Override
    protected Tensor bring(String input, DType dtype, @Nullable Shape as, Device device) {
        Tensor source = inputs.get(input);
        if (source == null) {
            throw new IllegalArgumentException("no input " + input);
        }
        if (as != null) {
            return Tensor.copyOf(source.toDoubleArray(), as, dtype, device);
        }
        Tensor copy = Tensor.empty(source.shape(), dtype, device);
        copy.copyFrom(source);
        return copy;
    }
}
