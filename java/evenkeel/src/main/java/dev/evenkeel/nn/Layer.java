package dev.evenkeel.nn;

import dev.evenkeel.io.StateDict;
import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * A function with parameters that can be learned. A layer owns its parameters and buffers and frees them on
 * {@link #close()}. Inference is safe from several threads at once; training is not.
 */
public interface Layer extends AutoCloseable {
    /** The layer in inference: y for {@code x}, which the caller closes. Changes nothing in the layer. */
    Tensor forward(Tensor x);

    /**
     * The layer in a pass that gradients will go back through.
     *
     * @param x the input; must stay open until the pass has been gone back through
     * @param mode what the pass is for
     * @return the pass, which the caller closes
     */
    Forward forward(Tensor x, Mode mode);

    /** The learned tensors, in PyTorch's order; empty if the layer has none. */
    List<Parameter> parameters();

    /** All that the layer has learned, parameters first, under PyTorch's names. */
    default List<StateSlot> state() {
        return parameters().stream().map(StateSlot::of).toList();
    }

    /** A copy of {@link #state()}: what PyTorch calls the {@code state_dict}, fit for a file. */
    default StateDict stateDict() {
        return LayerState.read(this);
    }

    /**
     * Writes these values into the layer, converted to its types and device.
     *
     * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs; it lists all of them, and
     *     nothing has been changed. {@code num_batches_tracked} may be missing, and is 0 then
     */
    default void loadStateDict(StateDict dict) {
        LayerState.write(this, dict);
    }

    /** Sets all gradients to zero. */
    default void zeroGrad() {
        parameters().forEach(Parameter::zeroGrad);
    }

    @Override
    void close();
}
