package dev.evenkeel.cli.ops;

import dev.evenkeel.cli.InputException;
import java.util.List;

/** All operations. */
public final class Ops {
    private static final List<Op> ALL = List.of(
            new LayerNormOp(),
            new LayerNormBackwardOp(),
            new RmsNormOp(),
            new RmsNormBackwardOp(),
            new BatchNormOp(),
            new BatchNormBackwardOp(),
            new GroupNormOp(),
            new GroupNormBackwardOp(),
            new InstanceNormOp(),
            new InstanceNormBackwardOp(),
            new WeightNormOp(),
            new WeightNormBackwardOp(),
            new SpectralNormOp(),
            new SpectralNormBackwardOp());

    private Ops() {}

    /** All of them, forward before backward. */
    public static List<Op> all() {
        return ALL;
    }

    /** Those of activations, which {@code compare} knows shapes of. */
    public static List<Op> ofActivations() {
        return ALL.stream().filter(op -> op.family() != Op.Family.WEIGHTS).toList();
    }

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Op::name).toList();
    }

    /** The forward operation that this one is the gradient of, or itself. */
    public static Op forwardOf(Op op) {
        return named(op.name().replace("-backward", ""));
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
