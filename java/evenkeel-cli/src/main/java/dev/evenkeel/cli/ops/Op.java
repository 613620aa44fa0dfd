package dev.evenkeel.cli.ops;

import dev.evenkeel.Shape;
import java.util.List;
import java.util.Map;

/** An operation of the library as the command line sees it: everything by name. Siblings differ in nothing else. */
public interface Op {

    /** Which elements share their statistics, and so which shapes make sense. */
    enum Family {
        /** Rows: the trailing dimensions. */
        ROWS,
        /** Channels: all dimensions but one. */
        CHANNELS,
        /** Groups of channels of one sample. */
        GROUPS,
        /** Rows of a weight; there is no x, and nothing of it is compared. */
        WEIGHTS
    }

    /** Its name: {@code layer-norm}. */
    String name();

    /** What shares statistics. */
    Family family();

    /** What it takes. */
    List<Input> inputs();

    /** What can be set. */
    List<Setting<?>> settings();

    /** Settings without a default, as they usually are for an x of this shape, channels second. */
    default Map<String, String> usualSettings(Shape shape) {
        return Map.of();
    }

    /** How many elements mean or rstd has for an x of this shape, by default and usual settings. */
    default long statistics(Shape shape) {
        return family() == Family.ROWS ? shape.leading(shape.rank() - 1).count() : shape.dim(1);
    }

    /** What it can give. */
    List<String> outputs();

    /**
     * Reads the inputs, makes the outputs that are wanted, and returns the computation, which may run more than once.
     *
     * @throws dev.evenkeel.cli.InputException if what is wanted can't be had from what is given
     */
    Runnable prepare(OpArguments arguments);
}
