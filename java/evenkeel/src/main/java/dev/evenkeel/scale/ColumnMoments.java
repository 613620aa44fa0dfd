package dev.evenkeel.scale;

/**
 * Count, mean and sum of squared deviations of each column, NaN left out. Parts are joined by the formulas of Chan, Golub
 * and LeVeque, "Algorithms for computing the sample variance" (1983), which lose no digits to a large mean.
 */
final class ColumnMoments {
    private final long[] count;
    private final double[] mean;
    private final double[] squares;

    ColumnMoments(int columns) {
        this.count = new long[columns];
        this.mean = new double[columns];
        this.squares = new double[columns];
    }

    int columns() {
        return count.length;
    }

    long[] count() {
        return count.clone();
    }

    /** NaN where nothing was counted. */
    double[] mean() {
        double[] means = mean.clone();
        for (int c = 0; c < means.length; c++) {
            means[c] = count[c] == 0 ? Double.NaN : means[c];
        }
        return means;
    }

    /** Σ(x − mean)²/count; NaN where nothing was counted. */
    double[] variance() {
        double[] variances = new double[columns()];
        for (int c = 0; c < variances.length; c++) {
            variances[c] = squares[c] / count[c];
        }
        return variances;
    }

    void add(double[][] rows) {
        ColumnMoments part = new ColumnMoments(columns());
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                if (!Double.isNaN(row[c])) {
                    part.count[c]++;
                    part.mean[c] += row[c];
                }
            }
        }
        for (int c = 0; c < columns(); c++) {
            part.mean[c] /= Math.max(1, part.count[c]);
        }
        part.addSquares(rows);
        merge(part);
    }

    /** Squares around the mean, less what its rounding adds to them. */
    private void addSquares(double[][] rows) {
        double[] rest = new double[columns()];
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                if (!Double.isNaN(row[c])) {
                    double deviation = row[c] - mean[c];
                    squares[c] += deviation * deviation;
                    rest[c] += deviation;
                }
            }
        }
        for (int c = 0; c < columns(); c++) {
            squares[c] -= rest[c] * rest[c] / Math.max(1, count[c]);
        }
    }

    void merge(ColumnMoments other) {
        long[] theirs = other.count.clone();
        for (int c = 0; c < columns(); c++) {
            long total = count[c] + theirs[c];
            if (theirs[c] == 0) {
                continue;
            }
            double delta = other.mean[c] - mean[c];
            double share = (double) theirs[c] / total;
            squares[c] += other.squares[c] + delta * delta * count[c] * share;
            mean[c] = count[c] == 0 ? other.mean[c] : mean[c] + delta * share;
            count[c] = total;
        }
    }
}
