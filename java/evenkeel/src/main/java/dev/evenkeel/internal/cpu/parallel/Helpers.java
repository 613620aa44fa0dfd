package dev.evenkeel.internal.cpu.parallel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait for work. They begin when they are first wanted, look out for more work for some microseconds, as
 * waking up takes longer than many a call, then sleep, and end when nobody has wanted them for some time. Daemons.
 */
final class Helpers {
    private static final int SPINS = 2000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What an ended thread leaves in the place of its work. */
    private static final Runnable ENDED = () -> {};

    private final AtomicReferenceArray<Helper> helpers;

    Helpers(int count) {
        this.helpers = new AtomicReferenceArray<>(Math.max(0, count));
    }

    int count() {
        return helpers.length();
    }

    /** Hands the work to {@code most} threads, less those that already have some waiting. */
    void offer(Runnable work, int most) {
        int handed = 0;
        for (int i = 0; i < helpers.length() && handed < most; i++) {
            handed += taken(work, i) ? 1 : 0;
        }
    }

    private boolean taken(Runnable work, int i) {
        Helper helper = helpers.get(i);
        if (helper != null && helper.isAlive() && helper.offer(work)) {
            return true;
        }
        if (helper != null && !helper.ended()) {
            return false;
        }
        Helper fresh = new Helper(work, "evenkeel-cpu-" + (i + 1));
        boolean first = helpers.compareAndSet(i, helper, fresh);
        if (first) {
            fresh.start();
        }
        return first;
    }

    /** One of the threads. */
    private static final class Helper extends Thread {
        private final AtomicReference<Runnable> given;
        private volatile boolean asleep;

        Helper(Runnable first, String name) {
            super(null, null, name, 0, false);
            this.given = new AtomicReference<>(first);
            setDaemon(true);
            setContextClassLoader(null);
        }

        boolean offer(Runnable work) {
            if (!given.compareAndSet(null, work)) {
                return false;
            }
            if (asleep) {
                LockSupport.unpark(this);
            }
            return true;
        }

        boolean ended() {
            return given.get() == ENDED;
        }

        @Override
        public void run() {
            while (waits()) {
                Runnable work = given.getAndSet(null);
                if (work != null) {
                    work.run();
                }
            }
        }

        /** Whether there is work; not if nobody brought any for long. */
        private boolean waits() {
            for (int i = 0; i < SPINS; i++) {
                if (given.get() != null) {
                    return true;
                }
                Thread.onSpinWait();
            }
            long end = System.nanoTime() + PATIENCE_NANOS;
            asleep = true;
            for (long left = PATIENCE_NANOS; left > 0 && given.get() == null; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            asleep = false;
            return !given.compareAndSet(null, ENDED);
        }
    }
}
