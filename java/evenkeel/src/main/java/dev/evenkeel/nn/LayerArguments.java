package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.tensor.Tensor;

/** What layers with weights check besides shapes, worded with what was given and what was expected. */
record LayerArguments(String layer) {
    /** The type of a layer's parameters, and so of its input. */
    DType dtype(DType dtype) {
        if (dtype != DType.F32 && dtype != DType.F64) {
            throw new IllegalArgumentException(layer + ": expected f32 or f64, got " + dtype.label());
        }
        return dtype;
    }

    /** Input of the type and on the device of a parameter. */
    void input(Tensor x, Tensor parameter) {
        if (x.dtype() != parameter.dtype() || !x.device().equals(parameter.device())) {
            throw new IllegalArgumentException(layer + ": expected "
                    + parameter.dtype().label() + " on " + parameter.device() + " as the parameters are, got input of "
                    + x.dtype().label() + " on " + x.device());
        }
    }

    /** A gradient of the shape, the type and on the device of the output. */
    void gradient(Tensor dy, Tensor y) {
        if (!dy.shape().equals(y.shape())
                || dy.dtype() != y.dtype()
                || !dy.device().equals(y.device())) {
            throw new IllegalArgumentException(layer + ": expected dy as y, " + y + ", got " + dy);
        }
    }
}
