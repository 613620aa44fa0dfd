package dev.evenkeel.cli.data;

import dev.evenkeel.Shape;
import java.util.List;

/**
 * Labelled examples.
 *
 * @param example the shape of one: (features), or (steps, features) of a sequence
 * @param rows the numbers of each example, one after the other
 * @param labels the class of each example, an index of {@code classes}
 * @param classes what the classes are called
 */
public record Dataset(Shape example, double[][] rows, int[] labels, List<String> classes) {
    /** How many examples there are. */
    public int size() {
        return rows.length;
    }

    /** Those at these positions, in that order. */
    Dataset pick(int[] positions) {
        double[][] pickedRows = new double[positions.length][];
        int[] pickedLabels = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            pickedRows[i] = rows[positions[i]];
            pickedLabels[i] = labels[positions[i]];
        }
        return new Dataset(example, pickedRows, pickedLabels, classes);
    }

    /** The share of the class that most examples are of: what guessing reaches. */
    public double majority() {
        int[] counts = new int[classes.size()];
        int most = 0;
        for (int label : labels) {
            most = Math.max(most, ++counts[label]);
        }
        return (double) most / size();
    }
}
