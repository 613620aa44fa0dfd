package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.io.StateValue;
import dev.evenkeel.tensor.Tensor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One value of a layer's state: its name in PyTorch's {@code state_dict}, and the place in the layer that it is read
 * from and written to. Values of other types are converted on writing, as PyTorch does.
 */
public final class StateSlot {
    private final String name;
    private final Shape shape;
    private final boolean required;
    private final Supplier<StateValue> read;
    private final Consumer<StateValue> write;

    private StateSlot(
            String name, Shape shape, boolean required, Supplier<StateValue> read, Consumer<StateValue> write) {
        this.name = name;
        this.shape = shape;
        this.required = required;
        this.read = read;
        this.write = write;
    }

    /** A tensor of the layer's. */
    public static StateSlot of(String name, Tensor tensor) {
        return new StateSlot(name, tensor.shape(), true, () -> StateValue.of(tensor), value -> {
            try (Tensor loaded = value.toTensor(tensor.device())) {
                tensor.copyFrom(loaded);
            }
        });
    }

    /** A parameter's value. */
    static StateSlot of(Parameter parameter) {
        return of(parameter.name(), parameter.value());
    }

    /** A whole number of the layer's, which old files lack: it is 0 then. */
    static StateSlot counter(String name, LongSupplier get, LongConsumer set) {
        return new StateSlot(
                name,
                Shape.of(),
                false,
                () -> StateValue.ofLong(get.getAsLong()),
                value -> set.accept(value.longValue()));
    }

    /** The same slot in a layer that is part of another. */
    StateSlot prefixed(String prefix) {
        return new StateSlot(prefix + name, shape, required, read, write);
    }

    /** PyTorch's name of it. */
    public String name() {
        return name;
    }

    /** Shape that a value must have. */
    public Shape shape() {
        return shape;
    }

    /** Whether a state without it is refused. */
    public boolean required() {
        return required;
    }

    /** A copy of what the layer has now. */
    public StateValue read() {
        return read.get();
    }

    /** Writes a value of this slot's shape into the layer. */
    void write(StateValue value) {
        write.accept(value);
    }
}
