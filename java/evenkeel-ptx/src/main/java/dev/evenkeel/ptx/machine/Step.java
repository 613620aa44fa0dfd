package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/**
 * What a warp executes: an instruction or a part of one, its registers resolved to numbers. Immutable: shared by all
 * warps.
 */
abstract class Step {
    static final int[] NONE = {};

    final Statement statement;
    final int[] sources;
    final int[] targets;

    Step(Statement statement, int[] sources, int... targets) {
        this.statement = statement;
        this.sources = sources;
        this.targets = targets;
    }

    /** Executes for the warp's active lanes. */
    abstract void execute(Warp warp);

    /**
     * Before {@link #execute}, when values are checked: the lanes of the targets that become undefined are those where
     * a source is.
     */
    void propagate(Warp warp) {
        int undefined = warp.undefined(sources);
        for (int target : targets) {
            warp.define(target, undefined);
        }
    }
}
