package dev.evenkeel.ptx.isa;

import java.util.Locale;

/** Where a variable lies or an access goes. */
public enum StateSpace {
    GLOBAL,
    SHARED,
    LOCAL,
    PARAM,
    CONST,
    /** No space given: the address's window tells. */
    GENERIC;

    /** The name as modifiers spell it, without the dot. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
