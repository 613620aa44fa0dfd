package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Form;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** A computation on one register. */
final class UnaryStep<D, A> extends Step {
    private final Form.Unary<D, A> operation;
    private final Storage<D> storage;
    private final int d;
    private final int a;

    UnaryStep(Statement statement, Form.Unary<D, A> operation, Storage<D> storage, int d, int a) {
        super(statement, new int[] {a}, d);
        this.operation = operation;
        this.storage = storage;
        this.d = d;
        this.a = a;
    }

    @Override
    void execute(Warp warp) {
        D result = warp.register(d);
        if (warp.active == Storage.ALL) {
            operation.apply(result, warp.register(a));
        } else {
            D all = warp.scratch(storage);
            operation.apply(all, warp.register(a));
            storage.blend(all, result, warp.active);
        }
    }
}
