package dev.evenkeel.scale;

/** What all scalers do with rows. */
final class Rows {
    private Rows() {}

    /** A function of a number and of the feature that it belongs to. */
    @FunctionalInterface
    interface Cell {
        /** The new value of feature {@code feature}. */
        double of(double value, int feature);
    }

    /** The number of features of rows to fit, all checked. */
    static int features(String who, double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException(who + ": expected at least one row of at least one feature to fit");
        }
        check(who, rows, rows[0].length);
        return rows[0].length;
    }

    /** Makes sure that every row has {@code features} numbers, none infinite. */
    static void check(String who, double[][] rows, int features) {
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != features) {
                throw new IllegalArgumentException(
                        who + ": expected " + features + " features, got " + rows[r].length + " in row " + r);
            }
            for (int c = 0; c < features; c++) {
                if (Double.isInfinite(rows[r][c])) {
                    throw new IllegalArgumentException(who + ": expected finite numbers or NaN, got " + rows[r][c]
                            + " as feature " + c + " of row " + r);
                }
            }
        }
    }

    /** New rows with each number replaced. */
    static double[][] map(String who, double[][] rows, int features, Cell cell) {
        check(who, rows, features);
        double[][] mapped = new double[rows.length][features];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < features; c++) {
                mapped[r][c] = cell.of(rows[r][c], c);
            }
        }
        return mapped;
    }

    /**
     * A width to divide by: 1 where the feature does not vary, below ten spacings of doubles at 1, as in scikit-learn. NaN,
     * the width of a feature of which nothing was seen, stays.
     */
    static double divisor(double width) {
        return width < 10 * Math.ulp(1.0) ? 1 : width;
    }
}
