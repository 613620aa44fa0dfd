package dev.evenkeel.bench;

import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The same call on several sets of tensors, taken in turn, so that no call finds its data in a cache. Small calls have
 * {@value #MOST} sets and stay in cache all the same: they measure latency.
 */
final class Rotation implements AutoCloseable {
    /** Memory that the sets fill together: over twice the largest cache of an H200, and of most CPUs. */
    private static final long FILLED = 256L << 20;

    private static final int MOST = 16;

    private final TensorScope scope = new TensorScope();
    private final List<Call> calls = new ArrayList<>();

    /** As many sets as fill the memory, made by {@code maker} in the scope that it is handed. */
    static Rotation of(long bytesPerCall, Function<TensorScope, Call> maker) {
        Rotation rotation = new Rotation();
        try {
            for (int i = 0; i < sets(bytesPerCall); i++) {
                rotation.calls.add(maker.apply(rotation.scope));
            }
            return rotation;
        } catch (RuntimeException | Error e) {
            rotation.close();
            throw e;
        }
    }

    static int sets(long bytesPerCall) {
        return (int) Math.max(1, Math.min(MOST, (FILLED + bytesPerCall - 1) / bytesPerCall));
    }

    /** The first of the calls. */
    Call first() {
        return calls.get(0);
    }

    /** Makes this many calls. */
    void run(int count) {
        for (int i = 0; i < count; i++) {
            calls.get(i % calls.size()).operation().run();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
