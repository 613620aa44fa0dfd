package dev.evenkeel.cli.compare.measure;

import java.util.List;

/**
 * The fewest bytes that an operation can move: every input read once, every output written once. With s bytes an
 * element, n elements, t bytes a statistic (4, or 8 for f64), S rows, channels or groups and P weights:
 *
 * <pre>
 * layer-norm            2·s·n + 2·t·S + 2·s·P              x, weight, bias → y, mean, rstd
 * layer-norm-backward   3·s·n + 2·t·S + 3·s·P              dy, x, weight, mean, rstd → dx, dweight, dbias
 * rms-norm              2·s·n + t·S + s·P                  x, weight → y, rstd
 * rms-norm-backward     3·s·n + t·S + 2·s·P                dy, x, weight, rstd → dx, dweight
 * group-norm            2·s·n + 2·t·S + 2·s·P              as layer-norm
 * instance-norm         2·s·n + 2·t·S + 4·t·P + 2·s·P      as layer-norm, and running (read, written)
 * batch-norm            2·s·n + 6·t·S + 2·s·P              x, weight, bias, running (read, written) → y, mean, rstd
 * batch-norm-backward   3·s·n + 2·t·S + 3·s·P              dy, x, weight, mean, rstd → dx, dweight, dbias
 * </pre>
 *
 * A batch normalization that does not fit the chip reads x twice (3·s·n), its backward x and dy twice (5·s·n), so it
 * can't reach the speed of a copy; the figure shows what that costs.
 */
public final class Traffic {
    private Traffic() {}

    /** Formulas for people, one line. */
    public static final String FORMULA = "minimal bytes: each input read and each output written once; per element of"
            + " x that is 2 reads or writes forward and 3 backward";

    /** Minimal bytes of one run. */
    public static long minimalBytes(Case of) {
        long element = of.dtype().bytes();
        long statistic = of.dtype().statistics().bytes();
        List<String> outputs = of.op().outputs();
        boolean backward = outputs.contains("dx");
        long means = backward || outputs.contains("mean") ? 1 : 0;
        long perParameter = backward ? 3 : 2;
        if (of.op().inputs().stream().noneMatch(input -> input.name().equals(backward ? "mean" : "bias"))) {
            means = 0;
            perParameter--;
        }
        long perElement = backward ? 3 : 2;
        long running = outputs.contains("running_mean") ? 4 : 0;
        return element * (perElement * of.shape().count() + perParameter * of.parameters())
                + statistic * ((1 + means) * of.statistics() + running * of.parameters());
    }
}
