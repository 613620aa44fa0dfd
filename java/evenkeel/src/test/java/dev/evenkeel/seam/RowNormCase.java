package dev.evenkeel.seam;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.testing.Pairs;
import java.util.List;

/**
 * One row norm to compare, at the seam of operations.
 *
 * @param other type of y and dy
 * @param third whether a residual is added, forward, and dsum, backward
 * @param shift elements by which tensors lie off a multiple of 256 bytes, each another multiple of it
 * @param inPlace whether y goes over x, and dx over dy of the same type
 * @param saved 0: backward finds the statistics out, 1: gets rstd alone, 2: gets them all
 * @param outputs 0: all, 1: y and dx alone, 2: those of the parameters alone
 */
record RowNormCase(
        RowNorm norm,
        int rows,
        int cols,
        DType dtype,
        DType other,
        DType paramDType,
        boolean weight,
        boolean bias,
        double weightOffset,
        boolean third,
        boolean accumulate,
        int shift,
        boolean inPlace,
        double mean,
        int saved,
        int outputs) {
    /** Short rows, rows of registers of two sizes, rows of shared memory, and rows that don't fit there. */
    private static final int[] COLS = {
        1, 3, 8, 24, 64, 127, 128, 255, 256, 300, 512, 768, 1000, 1024, 1536, 2056, 4096, 4099, 8200, 16384, 20001,
        70000
    };

    private static final int[] ROWS = {1, 3, 33, 1100};
    private static final DType[][] TYPES = {
        {DType.F32, DType.F32},
        {DType.F16, DType.F16},
        {DType.BF16, DType.BF16},
        {DType.F64, DType.F64},
        {DType.F32, DType.F16},
        {DType.F32, DType.BF16},
        {DType.F16, DType.F32},
        {DType.BF16, DType.F32}
    };
    private static final double[] MEANS = {0, 3};

    static List<RowNormCase> all() {
        return Pairs.of(7, 2, ROWS.length, COLS.length, TYPES.length, 2, 2, 2, 2, 2, 2, 4, 2, MEANS.length, 3, 3)
                .stream()
                .map(RowNormCase::of)
                .toList();
    }

    private static RowNormCase of(int[] pick) {
        RowNorm norm = RowNorm.values()[pick[0]];
        int cols = COLS[pick[2]];
        DType dtype = TYPES[pick[3]][0];
        DType other = TYPES[pick[3]][1];
        return new RowNormCase(
                norm,
                Math.min(ROWS[pick[1]], Math.max(1, 20_000 / cols)),
                cols,
                dtype,
                other,
                pick[4] == 0 ? dtype : dtype.statistics(),
                pick[5] == 1,
                pick[6] == 1 && norm == RowNorm.LAYER,
                pick[7],
                pick[8] == 1,
                pick[9] == 1,
                pick[10] < 2 ? 0 : pick[10] - 1,
                pick[11] == 1 && dtype == other,
                MEANS[pick[12]],
                pick[13],
                pick[14]);
    }
}
