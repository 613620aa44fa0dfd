package dev.evenkeel.bench.peers;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Times contenders in turns, so that all meet the same noise: in each round everyone once, each round beginning with
 * another one.
 *
 * @param rounds how many
 * @param warmUpMillis calls before the first round, and half of that again when everyone has had them
 * @param sliceMillis calls of one turn
 */
record Turns(int rounds, int warmUpMillis, int sliceMillis) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** OpenMP's workers spin after a call, and slow the next contender down: they are asleep after this time. */
    private static final int PAUSE_MILLIS = 8;

    private static final int UNTIMED_CALLS = 2;
    private static final int LEAST_WARM_UP_CALLS = 20;

    /** A warm-up takes no longer than so many times its length, with slow calls or on a busy machine. */
    private static final int MOST_WARM_UPS = 4;

    private static final int MOST_CALLS = 2000;

    /** A full measurement. */
    static final Turns FULL = new Turns(25, 300, 8);

    /** One that shows the order of magnitude. */
    static final Turns QUICK = new Turns(7, 150, 5);

    Turns withRounds(int other) {
        return new Turns(other, warmUpMillis, sliceMillis);
    }

    /** Microseconds of a call: for each contender one figure a round. */
    List<double[]> time(List<Contender> contenders) {
        List<double[]> micros = new ArrayList<>();
        int[] calls = new int[contenders.size()];
        for (Contender contender : contenders) {
            micros.add(new double[rounds]);
            warmUp(contender, warmUpMillis);
        }
        // once more: what the JIT has compiled while others ran is here now
        for (int i = 0; i < calls.length; i++) {
            calls[i] = warmUp(contenders.get(i), warmUpMillis / 2);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i : order(calls.length, round)) {
                pause();
                micros.get(i)[round] = turn(contenders.get(i), calls[i]);
            }
        }
        return micros;
    }

    /** Who comes when: everyone once, from another one on each round. */
    static int[] order(int contenders, int round) {
        int[] order = new int[contenders];
        for (int i = 0; i < contenders; i++) {
            order[i] = (i + round) % contenders;
        }
        return order;
    }

    /**
     * Calls until the code is compiled; returns how many calls fill a turn. This thread's own time counts: where others
     * load the processors, the JIT takes longer too.
     */
    private int warmUp(Contender contender, int millis) {
        long warmUp = millis * 1_000_000L;
        long begin = System.nanoTime();
        long own = ownTime();
        long now = begin;
        long best = Long.MAX_VALUE;
        for (int call = 0; now - begin < MOST_WARM_UPS * warmUp; call++) {
            if (call >= LEAST_WARM_UP_CALLS && ownTime() - own >= warmUp) {
                break;
            }
            now = System.nanoTime();
            contender.run();
            long end = System.nanoTime();
            best = Math.min(best, end - now);
            now = end;
        }
        return (int) Math.max(1, Math.min(MOST_CALLS, sliceMillis * 1_000_000L / Math.max(1, best)));
    }

    private static long ownTime() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static double turn(Contender contender, int calls) {
        for (int i = 0; i < UNTIMED_CALLS; i++) {
            contender.run();
        }
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            contender.run();
        }
        return (System.nanoTime() - start) * 1e-3 / calls;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
