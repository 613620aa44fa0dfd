package dev.evenkeel.cli.compare.measure;

/**
 * The fewest bytes that an operation can move: every input read once, every output written once. With s bytes an
 * element, n elements, t bytes a statistic (4, or 8 for f64), S rows or channels and P weights:
 *
 * <pre>
 * layer-norm            2·s·n + 2·t·S + 2·s·P              x, weight, bias → y, mean, rstd
 * layer-norm-backward   3·s·n + 2·t·S + 3·s·P              dy, x, weight, mean, rstd → dx, dweight, dbias
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
        boolean backward = of.op().outputs().contains("dx");
        long perElement = backward ? 3 : 2;
        long perStatistic = of.op().outputs().contains("running_mean") ? 6 : 2;
        return element * (perElement * of.shape().count() + perElement * of.parameters())
                + statistic * perStatistic * of.statistics();
    }
}
