package dev.evenkeel.ptx.memory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The variables that a region is made of; what lies between them belongs to nobody. */
public final class Layout {
    private final List<Variable> variables = new ArrayList<>();
    private final BitSet holes = new BitSet();
    private int end;

    private record Variable(String name, long offset, long bytes) {}

    /** Adds a variable behind all others. */
    public void add(String name, int offset, int bytes) {
        variables.add(new Variable(name, offset, bytes));
        holes.set(end, offset);
        end = offset + bytes;
    }

    /** Everything from the last variable to {@code offset} is a hole, too. */
    public void close(int offset) {
        holes.set(end, Math.max(end, offset));
    }

    boolean contains(long offset, long bytes) {
        return holes.isEmpty() || !holes.get((int) offset) && !holes.get((int) (offset + bytes - 1));
    }

    /** The variable that is at or before an offset, in words; nothing if there is none. */
    String describe(long offset) {
        String found = "";
        for (Variable variable : variables) {
            long past = offset - variable.offset - variable.bytes;
            if (offset >= variable.offset && past < 0) {
                return ", byte " + (offset - variable.offset) + " of variable " + variable.name;
            }
            if (past >= 0) {
                found = ", " + past + " bytes after the end of variable " + variable.name + " of " + variable.bytes
                        + " bytes";
            }
        }
        return found;
    }
}
