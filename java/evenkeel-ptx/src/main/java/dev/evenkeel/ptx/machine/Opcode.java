package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An opcode taken apart.
 *
 * @param base the first word
 * @param modifiers the others, in order
 */
record Opcode(String base, List<String> modifiers) {
    private static final Set<String> OUTSIDE_OF_FORMS = Set.of("ftz", "sat", "rn");

    static Opcode of(String text) {
        List<String> words = new ArrayList<>(List.of(text.split("\\.")));
        return new Opcode(words.remove(0), words);
    }

    boolean has(String modifier) {
        return modifiers.contains(modifier);
    }

    /** The modifiers that are types, in order. */
    List<Type> types() {
        List<Type> types = new ArrayList<>(2);
        for (String modifier : modifiers) {
            Type type = Type.of(modifier);
            if (type != null) {
                types.add(type);
            }
        }
        return types;
    }

    /** The state space named, or generic. */
    StateSpace space() {
        for (StateSpace space : StateSpace.values()) {
            if (modifiers.stream().anyMatch(m -> m.equals(space.label()) || m.startsWith(space.label() + "::"))) {
                return space;
            }
        }
        return StateSpace.GENERIC;
    }

    /** Elements of a vector access. */
    int vector() {
        return has("v2") ? 2 : has("v4") ? 4 : has("v8") ? 8 : 1;
    }

    /** The name under which a computing instruction's form is kept. */
    String form() {
        StringBuilder name = new StringBuilder(base);
        for (String modifier : modifiers) {
            if (!OUTSIDE_OF_FORMS.contains(modifier)) {
                name.append('.').append(modifier);
            }
        }
        return name.toString();
    }
}
