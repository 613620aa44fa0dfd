package dev.evenkeel.cli.ops;

import dev.evenkeel.DType;

/**
 * A tensor that an operation takes.
 *
 * @param name its name, as in {@code --in NAME=FILE}
 * @param required whether the operation can't do without
 * @param role which type it is held in
 */
public record Input(String name, boolean required, Role role) {

    /** What an input is to its operation. */
    public enum Role {
        /** Activations, gradients and parameters, held in the type of the operation. */
        DATA,
        /** Statistics, held in float32, or float64 where that is the type of the operation. */
        STATISTICS
    }

    static Input required(String name) {
        return new Input(name, true, Role.DATA);
    }

    static Input optional(String name) {
        return new Input(name, false, Role.DATA);
    }

    static Input statistics(String name) {
        return new Input(name, false, Role.STATISTICS);
    }

    /** The type that this input is held in by an operation on {@code dtype}. */
    public DType heldIn(DType dtype) {
        return role == Role.STATISTICS ? dtype.statistics() : dtype;
    }

    /** The name, with a question mark where it is optional. */
    @Override
    public String toString() {
        return required ? name : name + "?";
    }
}
