package dev.evenkeel.ptx.instruction;

import java.util.List;

/**
 * One form of a computing instruction: it reads up to three registers and writes one, lane by lane, and no more.
 *
 * @param target storage of the result
 * @param sources storage of the operands
 * @param operation the function, as one of the interfaces below
 */
public record Form(Storage<?> target, List<Storage<?>> sources, Operation operation) {
    /** A function of whole registers. */
    public sealed interface Operation permits Unary, Binary, Ternary {}

    /** One operand. */
    @FunctionalInterface
    public non-sealed interface Unary<D, A> extends Operation {
        /** Computes every lane of {@code d}. */
        void apply(D d, A a);
    }

    /** Two operands. */
    @FunctionalInterface
    public non-sealed interface Binary<D, A, B> extends Operation {
        /** Computes every lane of {@code d}. */
        void apply(D d, A a, B b);
    }

    /** Three operands. */
    @FunctionalInterface
    public non-sealed interface Ternary<D, A, B, C> extends Operation {
        /** Computes every lane of {@code d}. */
        void apply(D d, A a, B b, C c);
    }
}
