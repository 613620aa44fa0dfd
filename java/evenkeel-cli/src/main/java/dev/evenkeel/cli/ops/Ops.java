package dev.evenkeel.cli.ops;

import dev.evenkeel.cli.InputException;
import java.util.List;

/** All operations. */
public final class Ops {
    private static final List<Op> ALL =
            List.of(new LayerNormOp(), new LayerNormBackwardOp(), new BatchNormOp(), new BatchNormBackwardOp());

    private Ops() {}

    /** All of them, forward before backward. */
    public static List<Op> all() {
        return ALL;
    }

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Op::name).toList();
    }

    /**
     * The operation with this name.
     *
     * @throws InputException if there is none; lists those that there are
     */
    public static Op named(String name) {
        return ALL.stream()
                .filter(op -> op.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "unknown op '" + name + "': this version has " + String.join(", ", names())));
    }
}
