package dev.evenkeel.cli.data;

import dev.evenkeel.cli.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Splits examples at random, each class by itself, so that both parts have the same mixture. */
final class StratifiedSplit {
    private static final double TEST_SHARE = 0.3;

    private StratifiedSplit() {}

    /**
     * The same split for the same seed: 30 % of each class to test on, at least one example and not all.
     *
     * @throws InputException if a class has a single example
     */
    static Split of(String name, Dataset all, long seed) {
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int label = 0; label < all.classes().size(); label++) {
            List<Integer> ofClass = positions(all, label);
            if (ofClass.size() < 2) {
                throw new InputException(name + ": class '" + all.classes().get(label) + "' has " + ofClass.size()
                        + " example, but needs one to train on and one to test on");
            }
            shuffle(ofClass, random);
            int tested = (int) Math.max(1, Math.min(ofClass.size() - 1, Math.round(TEST_SHARE * ofClass.size())));
            test.addAll(ofClass.subList(0, tested));
            train.addAll(ofClass.subList(tested, ofClass.size()));
        }
        return new Split(all.pick(sorted(train)), all.pick(sorted(test)));
    }

    private static void shuffle(List<Integer> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    private static List<Integer> positions(Dataset all, int label) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.labels()[i] == label) {
                positions.add(i);
            }
        }
        return positions;
    }

    private static int[] sorted(List<Integer> positions) {
        return positions.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
