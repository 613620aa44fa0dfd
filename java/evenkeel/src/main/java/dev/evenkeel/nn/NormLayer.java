package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import java.util.List;

/**
 * What all normalization layers have. A layer owns its parameters and buffers and frees them on {@link #close()}.
 * Inference is safe from several threads at once; training is not.
 */
public sealed interface NormLayer extends AutoCloseable permits LayerNorm, RmsNorm, BatchNorm, GroupNorm, InstanceNorm {
    /** The layer in inference: y for {@code x}, which the caller closes. Changes nothing in the layer. */
    Tensor forward(Tensor x);

    /** The learned tensors, in PyTorch's order; empty if the layer has none. */
    List<Parameter> parameters();

    /** Sets all gradients to zero. */
    default void zeroGrad() {
        parameters().forEach(Parameter::zeroGrad);
    }

    @Override
    void close();
}
