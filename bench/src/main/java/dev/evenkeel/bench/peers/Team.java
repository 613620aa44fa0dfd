package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The caller and a few threads that share a range; as little between them as can be, for a yardstick. */
final class Team implements AutoCloseable {
    /** Shorter ranges stay on the caller: waking a thread takes longer. */
    private static final int ALONE = 16_384;

    private static final int SPINS = 2000;

    private final List<Worker> workers = new ArrayList<>();

    Team(int threads) {
        for (int i = 1; i < threads; i++) {
            Worker worker = new Worker();
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    /** Work on a part of a range. */
    @FunctionalInterface
    interface Part {
        void run(int from, int to);
    }

    /** Does all parts of 0 to {@code count}; returns when they are done. */
    void run(int count, Part part) {
        if (count < ALONE || workers.isEmpty()) {
            part.run(0, count);
            return;
        }
        int members = workers.size() + 1;
        for (int i = 1; i < members; i++) {
            workers.get(i - 1).hand(part, bound(count, i, members), bound(count, i + 1, members));
        }
        part.run(0, bound(count, 1, members));
        workers.forEach(Worker::await);
    }

    private static int bound(int count, int i, int members) {
        return (int) ((long) count * i / members);
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }

    /** Waits a little awake, then asleep. */
    private static final class Worker extends Thread {
        private int from;
        private int to;
        private volatile @Nullable Part part;

        void hand(Part next, int start, int end) {
            from = start;
            to = end;
            part = next;
            LockSupport.unpark(this);
        }

        void await() {
            while (part != null) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void run() {
            while (!isInterrupted()) {
                for (int i = 0; i < SPINS && part == null; i++) {
                    Thread.onSpinWait();
                }
                Part next = part;
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    next.run(from, to);
                    part = null;
                }
            }
        }
    }
}
