package dev.evenkeel.bench.peers;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A ratio over many shapes.
 *
 * @param shapes how many
 * @param geomean geometric mean
 * @param worst the smallest
 * @param worstShape where that is
 */
record Summary(int shapes, double geomean, double worst, String worstShape) {
    private static final List<String> TABLE =
            Problems.table().stream().map(Problem::toString).toList();

    /** Whether a problem is one of those that goals are set on; the others are presets of {@code compare}. */
    static boolean isInTable(Standing standing) {
        return TABLE.contains(standing.op() + " " + standing.shape());
    }

    /** Of one operation's standings; null if none has the ratio. */
    static @Nullable Summary of(
            List<Standing> standings, Predicate<Standing> which, Function<Standing, @Nullable Double> ratio) {
        List<Standing> chosen = standings.stream()
                .filter(which)
                .filter(standing -> ratio.apply(standing) != null)
                .toList();
        double logarithms = 0;
        double worst = Double.POSITIVE_INFINITY;
        String worstShape = "";
        for (Standing standing : chosen) {
            double value = Objects.requireNonNull(ratio.apply(standing));
            logarithms += Math.log(value);
            if (value < worst) {
                worst = value;
                worstShape = standing.shape();
            }
        }
        return chosen.isEmpty()
                ? null
                : new Summary(chosen.size(), Math.exp(logarithms / chosen.size()), worst, worstShape);
    }

    /** The operations, in the order of the standings. */
    static List<String> ops(List<Standing> standings) {
        return standings.stream().map(Standing::op).distinct().collect(Collectors.toList());
    }
}
