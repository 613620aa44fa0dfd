package dev.evenkeel.ptx.instruction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms that there are, by opcode with its modifiers. The modifiers that don't choose a form are left out of its
 * name: {@code .ftz} and {@code .sat} (steps of their own around it) and {@code .rn} of arithmetic, the default.
 * Names that start with a dot are the machine's own steps, of which whole instructions are put together.
 */
public final class Forms {
    private static final Forms ALL = new Forms();

    private final Map<String, Form> byName = new HashMap<>();

    private Forms() {
        WordForms.define(this);
        BitForms.define(this);
        LongForms.define(this);
        ShortForms.define(this);
        FloatForms.define(this);
        DoubleForms.define(this);
        HalfForms.define(this);
        CompareForms.define(this);
        SelectForms.define(this);
        IntegerConversions.define(this);
        FloatConversions.define(this);
    }

    /** The form of this name, or null. */
    @Nullable
    public static Form of(String name) {
        return ALL.byName.get(name);
    }

    <D, A> void unary(String names, Storage<D> d, Storage<A> a, Form.Unary<D, A> operation) {
        put(names, new Form(d, List.of(a), operation));
    }

    <D, A, B> void binary(String names, Storage<D> d, Storage<A> a, Storage<B> b, Form.Binary<D, A, B> operation) {
        put(names, new Form(d, List.of(a, b), operation));
    }

    <D, A, B, C> void ternary(
            String names, Storage<D> d, Storage<A> a, Storage<B> b, Storage<C> c, Form.Ternary<D, A, B, C> operation) {
        put(names, new Form(d, List.of(a, b, c), operation));
    }

    private void put(String names, Form form) {
        for (String name : names.split(" ")) {
            if (byName.put(name, form) != null) {
                throw new IllegalStateException("two forms of " + name);
            }
        }
    }
}
