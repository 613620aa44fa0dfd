package dev.evenkeel.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes everything that was added to it, last first, when it is closed itself. For code that makes many tensors:
 *
 * <pre>{@code
 * try (TensorScope scope = new TensorScope()) {
 *     Tensor x = scope.add(Tensor.copyOf(values, shape, DType.F32, device));
 *     Tensor y = scope.add(norm.forward(x));
 * }
 * }</pre>
 *
 * Not thread-safe.
 */
public final class TensorScope implements AutoCloseable {
    private final Deque<AutoCloseable> members = new ArrayDeque<>();
    private boolean closed;

    /** A scope with nothing in it. */
    public TensorScope() {
        // nothing to set up
    }

    /** Closes what was made before {@code failure}, which keeps telling: failures of closing are put inside it. */
    public static void closeAfter(Throwable failure, AutoCloseable... made) {
        try {
            closeAll(made);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes everything that is not null, last first, each even if another failed. */
    public static void closeAll(@Nullable AutoCloseable... members) {
        try (TensorScope scope = new TensorScope()) {
            for (AutoCloseable member : members) {
                if (member != null) {
                    scope.add(member);
                }
            }
        }
    }

    /** Makes the scope the one that closes {@code member}, and returns it. */
    public <T extends AutoCloseable> T add(T member) {
        if (closed) {
            throw new IllegalStateException("this scope is closed");
        }
        members.push(member);
        return member;
    }

    /** Closes all members, each even if an earlier one failed; the first failure is thrown with the others inside. */
    @Override
    public void close() {
        closed = true;
        RuntimeException failure = null;
        while (!members.isEmpty()) {
            try {
                members.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
