package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.testing.Pairs;
import java.util.List;

/**
 * One layer normalization to compare.
 *
 * @param dsum whether a gradient reaches the sum from elsewhere
 * @param saved 0: backward recomputes the statistics, 1: gets the mean alone, 2: gets both
 * @param outputs 0: all, 1: those of x alone, 2: those of the parameters alone
 */
record LayerNormCase(
        int cols,
        int rows,
        DType dtype,
        DType paramDType,
        boolean weight,
        boolean bias,
        boolean residual,
        boolean dsum,
        boolean accumulate,
        double mean,
        int saved,
        int outputs) {
    static final int[] SIZES = {1, 2, 3, 7, 31, 32, 33, 127, 255, 256, 257, 1000, 1023, 1024, 1025, 4096, 10007};
    private static final int[] ROWS = {1, 2, 5, 33};
    private static final double[] MEANS = {0, 3};

    static List<LayerNormCase> all() {
        return Pairs.of(1, SIZES.length, DType.values().length, ROWS.length, 2, 2, 2, 2, 2, 2, MEANS.length, 3, 3)
                .stream()
                .map(LayerNormCase::of)
                .toList();
    }

    private static LayerNormCase of(int[] pick) {
        DType dtype = DType.values()[pick[1]];
        return new LayerNormCase(
                SIZES[pick[0]],
                SIZES[pick[0]] > 4000 ? Math.min(5, ROWS[pick[2]]) : ROWS[pick[2]],
                dtype,
                pick[3] == 0 ? dtype : dtype.statistics(),
                pick[4] == 1,
                pick[5] == 1,
                pick[6] == 1,
                pick[7] == 1,
                pick[8] == 1,
                MEANS[pick[9]],
                pick[10],
                pick[11]);
    }

    boolean givesX() {
        return outputs != 2;
    }

    boolean givesParameters() {
        return outputs != 1;
    }
}
