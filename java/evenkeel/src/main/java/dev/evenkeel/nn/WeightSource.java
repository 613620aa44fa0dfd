package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** Where a layer's weight comes from: a parameter, or a function of parameters that is computed for each pass. */
interface WeightSource extends AutoCloseable {
    /** The weight in a pass of this mode, which the caller closes. */
    PassWeight weight(Mode mode);

    /** What is learned, in PyTorch's order. */
    List<Parameter> parameters();

    /** What is learned and what is kept between passes, under PyTorch's names. */
    default List<StateSlot> state() {
        return parameters().stream().map(StateSlot::of).toList();
    }

    @Override
    void close();

    /** The weight in one pass. */
    interface PassWeight extends AutoCloseable {
        /** The weight; belongs to this object. */
        Tensor value();

        /** Adds the gradient by the weight to those of the parameters. */
        void backward(Gradient gradient);

        @Override
        void close();
    }

    /** What computes the gradient by the weight, wherever it is wanted. */
    interface Gradient {
        /** Writes it into a tensor of the weight's shape, or adds it to what is there. */
        void write(Tensor dweight, boolean accumulate);
    }
}
