package dev.evenkeel.ptx.isa;

import java.util.List;
import java.util.stream.Collectors;

/** What an instruction reads or writes. */
public sealed interface Operand {
    /** A declared register, by its name within the kernel, or a special register such as {@code %tid.x}. */
    record Register(String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An integer literal. */
    record Whole(long value) implements Operand {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A binary32 literal, {@code 0f3F800000}. */
    record Single(float value) implements Operand {
        @Override
        public String toString() {
            return String.format("0f%08X", Float.floatToRawIntBits(value));
        }
    }

    /** A binary64 literal, {@code 0d3FF0000000000000}. */
    record Double(double value) implements Operand {
        @Override
        public String toString() {
            return String.format("0d%016X", java.lang.Double.doubleToRawLongBits(value));
        }
    }

    /** The address of a variable or parameter, or a label. */
    record Symbol(String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A predicate taken negated, {@code !%p1}. */
    record Negated(Register register) implements Operand {
        @Override
        public String toString() {
            return "!" + register;
        }
    }

    /** {@code [base+offset]}; the base is a register, a symbol or a whole number. */
    record Address(Operand base, long offset) implements Operand {
        @Override
        public String toString() {
            return "[" + base + (offset == 0 ? "" : "+" + offset) + "]";
        }
    }

    /** {@code {a,b,c,d}}. */
    record Vector(List<Operand> elements) implements Operand {
        @Override
        public String toString() {
            return elements.stream().map(Operand::toString).collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** {@code d|p}: two results. */
    record Pair(Operand first, Operand second) implements Operand {
        @Override
        public String toString() {
            return first + "|" + second;
        }
    }
}
