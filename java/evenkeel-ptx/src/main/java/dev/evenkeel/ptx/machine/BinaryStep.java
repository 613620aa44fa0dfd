package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Form;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** A computation on two registers. */
final class BinaryStep<D, A, B> extends Step {
    private final Form.Binary<D, A, B> operation;
    private final Storage<D> storage;
    private final int d;
    private final int a;
    private final int b;

    BinaryStep(Statement statement, Form.Binary<D, A, B> operation, Storage<D> storage, int d, int a, int b) {
        super(statement, new int[] {a, b}, d);
        this.operation = operation;
        this.storage = storage;
        this.d = d;
        this.a = a;
        this.b = b;
    }

    @Override
    void execute(Warp warp) {
        D result = warp.register(d);
        if (warp.active == Storage.ALL) {
            operation.apply(result, warp.register(a), warp.register(b));
        } else {
            D all = warp.scratch(storage);
            operation.apply(all, warp.register(a), warp.register(b));
            storage.blend(all, result, warp.active);
        }
    }
}
