package dev.evenkeel.internal.cpu.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs chunks of work on the calling thread and on threads that help it. The caller never waits for a chunk that no
 * thread has begun, so a call from inside another pool's task, or many calls at once, cannot block each other. Safe for
 * any number of threads.
 */
public final class ParallelChunks {
    /** Work on fewer elements than this is done before another thread would have woken up. */
    private static final long ELEMENTS_WORTH_HELP = 1 << 14;

    private static final int SPINS = 1000;

    private final Helpers helpers;

    /** Runs on {@code threads} threads, the caller's included. */
    public ParallelChunks(int threads) {
        this.helpers = new Helpers(threads - 1);
    }

    /** Something done with items first … end − 1, which are chunk number {@code chunk}. */
    public interface Chunk {
        /** Does it. */
        void run(int chunk, int first, int end);
    }

    /** Threads that work on a call at most. */
    public int threads() {
        return helpers.count() + 1;
    }

    /** Runs every chunk of items that have {@code elementsEach} elements; the first failure is thrown. */
    public void run(Split split, long elementsEach, Chunk chunk) {
        int chunks = split.chunks();
        int helping = Math.min(threads(), chunks) - 1;
        if (helping < 1 || split.items() * elementsEach < ELEMENTS_WORTH_HELP) {
            for (int c = 0; c < chunks; c++) {
                chunk.run(c, split.first(c), split.end(c));
            }
            return;
        }
        Call call = new Call(split, chunk);
        helpers.offer(call, helping);
        call.run();
        call.await();
    }

    /** One call's chunks: threads take the next one until none is left. */
    private static final class Call implements Runnable {
        private final Split split;
        private final Chunk chunk;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch left;

        Call(Split split, Chunk chunk) {
            this.split = split;
            this.chunk = chunk;
            this.left = new CountDownLatch(split.chunks());
        }

        @Override
        public void run() {
            for (int c = next.getAndIncrement(); c < split.chunks(); c = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        chunk.run(c, split.first(c), split.end(c));
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.countDown();
                }
            }
        }

        void await() {
            for (int i = 0; i < SPINS && left.getCount() > 0; i++) {
                Thread.onSpinWait();
            }
            awaitUninterrupted();
            Throwable failed = failure.get();
            if (failed instanceof Error error) {
                throw error;
            }
            if (failed instanceof RuntimeException exception) {
                throw exception;
            }
        }

        private void awaitUninterrupted() {
            boolean interrupted = false;
            while (left.getCount() > 0) {
                try {
                    left.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
