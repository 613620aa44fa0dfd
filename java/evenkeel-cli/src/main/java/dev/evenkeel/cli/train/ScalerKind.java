package dev.evenkeel.cli.train;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.data.Dataset;
import dev.evenkeel.cli.data.Split;
import dev.evenkeel.scale.MinMaxScaler;
import dev.evenkeel.scale.RobustScaler;
import dev.evenkeel.scale.Scaler;
import dev.evenkeel.scale.StandardScaler;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is done with the features before a network sees them: {@code --scaler}. */
enum ScalerKind {
    /** Nothing. */
    NONE,
    /** Mean 0, variance 1. */
    STANDARD,
    /** From 0 to 1. */
    MINMAX,
    /** Median 0, distance of the quartiles 1. */
    ROBUST;

    /** Both parts scaled by what was learned of the one to train on. The features of a sequence are those of its steps. */
    Split applyTo(Split raw) {
        if (this == NONE) {
            return raw;
        }
        double[][] steps = steps(raw.train());
        Scaler scaler = switch (this) {
            case STANDARD -> StandardScaler.fit(steps);
            case MINMAX -> MinMaxScaler.fit(steps);
            default -> RobustScaler.fit(steps);
        };
        return new Split(scaled(raw.train(), scaler), scaled(raw.test(), scaler));
    }

    private static Dataset scaled(Dataset data, Scaler scaler) {
        double[][] steps = scaler.transform(steps(data));
        double[][] rows = new double[data.size()][];
        int perRow = steps.length / rows.length;
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.stream(steps, r * perRow, (r + 1) * perRow)
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
        return new Dataset(data.example(), rows, data.labels(), data.classes());
    }

    private static double[][] steps(Dataset data) {
        Shape example = data.example();
        if (example.rank() == 1) {
            return data.rows();
        }
        int features = (int) example.dim(-1);
        return Arrays.stream(data.rows()).flatMap(row -> cut(row, features)).toArray(double[][]::new);
    }

    private static Stream<double[]> cut(double[] row, int length) {
        return IntStream.range(0, row.length / length)
                .mapToObj(i -> Arrays.copyOfRange(row, i * length, (i + 1) * length));
    }

    /** What a sentence calls the features. */
    String words() {
        return switch (this) {
            case NONE -> "raw features";
            case STANDARD -> "standardized features";
            case MINMAX -> "min-max scaled features";
            case ROBUST -> "robustly scaled features";
        };
    }

    /** What the option calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
