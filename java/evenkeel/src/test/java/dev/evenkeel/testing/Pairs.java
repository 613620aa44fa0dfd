package dev.evenkeel.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Combinations of settings in which every two values of two settings occur together at least once: far fewer than all
 * combinations, and enough for faults that take one setting or two. Picked at random with a fixed seed.
 */
public final class Pairs {
    private static final int TRIES = 30;

    private final int[] sizes;
    private final Random random;
    private final Set<Long> uncovered = new HashSet<>();

    private Pairs(long seed, int... sizes) {
        this.sizes = sizes;
        this.random = new Random(seed);
        for (int i = 0; i < sizes.length; i++) {
            for (int j = i + 1; j < sizes.length; j++) {
                for (int k = 0; k < sizes[i] * sizes[j]; k++) {
                    uncovered.add(pair(i, k / sizes[j], j, k % sizes[j]));
                }
            }
        }
    }

    /** Combinations of settings that have {@code sizes} values each: for each setting the index of its value. */
    public static List<int[]> of(long seed, int... sizes) {
        Pairs pairs = new Pairs(seed, sizes);
        List<int[]> combinations = new ArrayList<>();
        while (!pairs.uncovered.isEmpty()) {
            combinations.add(pairs.next());
        }
        return combinations;
    }

    private int[] next() {
        int[] best = candidate();
        for (int i = 1; i < TRIES; i++) {
            int[] other = candidate();
            if (pairsOf(other).size() > pairsOf(best).size()) {
                best = other;
            }
        }
        uncovered.removeAll(pairsOf(best));
        return best;
    }

    /** At random, but for two settings that have not met. */
    private int[] candidate() {
        int[] values = new int[sizes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(sizes[i]);
        }
        long wanted = uncovered.iterator().next();
        values[(int) (wanted >> 48)] = (int) (wanted >> 32 & 0xFFFF);
        values[(int) (wanted >> 16 & 0xFFFF)] = (int) (wanted & 0xFFFF);
        return values;
    }

    private Set<Long> pairsOf(int[] values) {
        Set<Long> pairs = new HashSet<>();
        for (int i = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++) {
                long pair = pair(i, values[i], j, values[j]);
                if (uncovered.contains(pair)) {
                    pairs.add(pair);
                }
            }
        }
        return pairs;
    }

    private static long pair(int i, int valueOfI, int j, int valueOfJ) {
        return (long) i << 48 | (long) valueOfI << 32 | (long) j << 16 | valueOfJ;
    }
}
