package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Form;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** A computation on three registers. */
final class TernaryStep<D, A, B, C> extends Step {
    private final Form.Ternary<D, A, B, C> operation;
    private final Storage<D> storage;
    private final boolean chooses;

    TernaryStep(
            Statement statement, Form.Ternary<D, A, B, C> operation, Storage<D> storage, int d, int a, int b, int c) {
        super(statement, new int[] {a, b, c}, d);
        this.operation = operation;
        this.storage = storage;
        this.chooses = statement.opcode().startsWith("selp");
    }

    @Override
    void execute(Warp warp) {
        D result = warp.register(targets[0]);
        A a = warp.register(sources[0]);
        B b = warp.register(sources[1]);
        C c = warp.register(sources[2]);
        if (warp.active == Storage.ALL) {
            operation.apply(result, a, b, c);
        } else {
            D all = warp.scratch(storage);
            operation.apply(all, a, b, c);
            storage.blend(all, result, warp.active);
        }
    }

    /** Of a choice only the chosen one counts. */
    @Override
    void propagate(Warp warp) {
        if (!chooses) {
            super.propagate(warp);
            return;
        }
        int first = warp.predicate(sources[2]);
        int values = warp.undefined(sources[0]) & first | warp.undefined(sources[1]) & ~first;
        warp.define(targets[0], values | warp.undefined(sources[2]));
    }
}
