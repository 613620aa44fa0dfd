package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.norms.WeightForm;
import dev.evenkeel.testing.Pairs;
import java.util.Arrays;
import java.util.List;

/**
 * One layer or RMS normalization to compare.
 *
 * @param dsum whether a gradient reaches the sum from elsewhere
 * @param saved 0: backward recomputes the statistics, 1: gets the mean alone, 2: gets both
 * @param outputs 0: all, 1: those of x alone, 2: those of the parameters alone
 */
record RowNormCase(
        Norm norm,
        int cols,
        int rows,
        DType dtype,
        DType paramDType,
        DType outputDType,
        WeightForm weightForm,
        boolean weight,
        boolean bias,
        boolean residual,
        boolean dsum,
        boolean accumulate,
        double mean,
        int saved,
        int outputs) {

    /** What is normalized by. */
    enum Norm {
        LAYER,
        RMS
    }

    static final int[] SIZES = {1, 2, 3, 7, 31, 32, 33, 127, 255, 256, 257, 1000, 1023, 1024, 1025, 4096, 10007};
    private static final int[] ROWS = {1, 2, 5, 33};
    private static final double[] MEANS = {0, 3};
    private static final int[] CHOICES = {
        SIZES.length, DType.values().length, ROWS.length, 2, 2, 2, 2, 2, 2, MEANS.length, 3, 3
    };

    /** Layer norms with the gain itself as weight, and y of the type of x. */
    static List<RowNormCase> layerNorms() {
        return Pairs.of(1, CHOICES).stream()
                .map(pick -> of(Norm.LAYER, WeightForm.PLAIN, DType.values()[pick[1]], pick))
                .toList();
    }

    /** RMS norms, and both norms with weights around zero and with y of another type. */
    static List<RowNormCase> variants() {
        int n = CHOICES.length;
        int[] choices = Arrays.copyOf(CHOICES, n + 3);
        choices[n] = Norm.values().length;
        choices[n + 1] = WeightForm.values().length;
        choices[n + 2] = 3;
        return Pairs.of(3, choices).stream()
                .map(pick -> of(
                        Norm.values()[pick[n]],
                        WeightForm.values()[pick[n + 1]],
                        output(DType.values()[pick[1]], pick[n + 2]),
                        pick))
                .toList();
    }

    private static DType output(DType dtype, int choice) {
        return switch (choice) {
            case 0 -> dtype;
            case 1 -> dtype == DType.F32 ? DType.F16 : dtype.statistics();
            default -> dtype == DType.F32 ? DType.BF16 : dtype.statistics();
        };
    }

    private static RowNormCase of(Norm norm, WeightForm weightForm, DType outputDType, int[] pick) {
        DType dtype = DType.values()[pick[1]];
        return new RowNormCase(
                norm,
                SIZES[pick[0]],
                SIZES[pick[0]] > 4000 ? Math.min(5, ROWS[pick[2]]) : ROWS[pick[2]],
                dtype,
                pick[3] == 0 ? dtype : dtype.statistics(),
                outputDType,
                weightForm,
                pick[4] == 1,
                pick[5] == 1 && norm == Norm.LAYER,
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
