package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Layers one after the other, as {@code torch.nn.Sequential}. It owns its layers, and frees each activation as soon as
 * nothing needs it: in inference after the next layer, in training with the pass.
 *
 * <pre>{@code
 * try (Sequential net = Sequential.of(
 *         Dense.builder(13, 64).build(device), BatchNorm.builder(64).build(device), Activation.relu());
 *         Forward pass = net.forward(x, Mode.TRAINING);
 *         Tensor dx = pass.backward(dy)) {
 *     ...
 * }
 * }</pre>
 */
public final class Sequential implements Layer {
    private final List<Layer> layers;

    private Sequential(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * A chain of these layers, which belong to it from now on.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Sequential of(Layer... layers) {
        return of(List.of(layers));
    }

    /** As {@link #of(Layer...)}. */
    public static Sequential of(List<? extends Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a sequential needs at least one layer");
        }
        return new Sequential(List.copyOf(layers));
    }

    /** The layers, first to last; they belong to this one. */
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor last = x;
        for (Layer layer : layers) {
            Tensor given = last;
            try {
                last = layer.forward(given);
            } finally {
                if (given != x) {
                    given.close();
                }
            }
        }
        return last;
    }

    @Override
    public Forward forward(Tensor x, Mode mode) {
        Deque<Forward> passes = new ArrayDeque<>();
        try {
            Tensor last = x;
            for (Layer layer : layers) {
                passes.push(layer.forward(last, mode));
                last = passes.element().output();
            }
            return new Chain(passes);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, passes.toArray(AutoCloseable[]::new));
            throw e;
        }
    }

    @Override
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** Each layer's, with its number and a dot before the name. */
    @Override
    public List<StateSlot> state() {
        List<StateSlot> slots = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String prefix = i + ".";
            layers.get(i).state().forEach(slot -> slots.add(slot.prefixed(prefix)));
        }
        return slots;
    }

    @Override
    public void close() {
        TensorScope.closeAll(layers.toArray(AutoCloseable[]::new));
    }

    /** PyTorch's spelling, a layer a line. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            lines.add("  (" + i + "): " + layers.get(i).toString().replace("\n", "\n  "));
        }
        return lines.stream().collect(Collectors.joining("\n", "Sequential(\n", "\n)"));
    }

    /** The passes of all layers, last one first. */
    private record Chain(Deque<Forward> passes) implements Forward {
        @Override
        public Tensor output() {
            return passes.element().output();
        }

        @Override
        public Tensor backward(Tensor dy) {
            Tensor last = dy;
            for (Forward pass : passes) {
                Tensor given = last;
                try {
                    last = pass.backward(given);
                } finally {
                    if (given != dy) {
                        given.close();
                    }
                }
            }
            return last;
        }

        @Override
        public void close() {
            TensorScope.closeAll(passes.toArray(AutoCloseable[]::new));
        }
    }
}
