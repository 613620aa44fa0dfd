package dev.evenkeel.bench.guard;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Fails where the CPU device is not twice as fast as naive loops on one thread, in the same process. Vectors that the
 * compiler doesn't take as a whole become objects, which costs far more than that; a busy machine slows both sides, and
 * each shape is tried several times.
 */
public final class GuardMain {
    private static final double BAR = 2;
    private static final int TRIES = 6;
    private static final int ROUNDS = 30;
    private static final long WARM_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private GuardMain() {}

    /** Ends with 0 if all is well, else 1. */
    public static void main(String[] args) {
        boolean well = true;
        for (Pair pair : Pair.all()) {
            well &= check(pair);
        }
        System.exit(well ? 0 : 1);
    }

    private static boolean check(Pair pair) {
        pair.clear();
        pair.naive().run();
        pair.device().run();
        if (!pair.agrees()) {
            System.out.printf("%-28s the two results differ%n", pair.name());
            return false;
        }
        double best = 0;
        for (int i = 0; i < TRIES && best < BAR; i++) {
            warm(pair.naive());
            warm(pair.device());
            best = Math.max(best, ratio(pair));
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %.1f x naive loops: %s%n",
                pair.name(),
                best,
                best < BAR ? "TOO SLOW, " + BAR + " x is the least" : "well");
        return best >= BAR;
    }

    private static void warm(Runnable work) {
        for (long end = System.nanoTime() + WARM_NANOS; System.nanoTime() < end; ) {
            work.run();
        }
    }

    /** The fastest of some calls of each, in turns. */
    private static double ratio(Pair pair) {
        long naive = Long.MAX_VALUE;
        long device = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            naive = Math.min(naive, nanos(pair.naive()));
            device = Math.min(device, nanos(pair.device()));
        }
        return (double) naive / device;
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
