package dev.evenkeel.seam;

import dev.evenkeel.DType;
import dev.evenkeel.testing.Pairs;
import java.util.List;

/**
 * One step of an LSTM to compare, at the seam of operations.
 *
 * @param gap elements between rows, and before them
 * @param previous whether there is a previous cell
 * @param inPlace whether the cell replaces it, forward
 * @param dhidden whether there is a gradient from outside
 * @param dnext whether there is one from the next step
 * @param first whether dcell is to be taken as zeros
 */
record LstmCellCase(
        int rows,
        int size,
        DType dtype,
        int gap,
        boolean previous,
        boolean inPlace,
        boolean dhidden,
        boolean dnext,
        boolean first) {
    private static final int[] ROWS = {1, 3, 40};
    private static final int[] SIZES = {1, 5, 64, 130, 300};
    private static final DType[] TYPES = {DType.F32, DType.F64};

    static List<LstmCellCase> all() {
        return Pairs.of(11, ROWS.length, SIZES.length, TYPES.length, 2, 2, 2, 2, 2, 2).stream()
                .map(pick -> new LstmCellCase(
                        ROWS[pick[0]],
                        SIZES[pick[1]],
                        TYPES[pick[2]],
                        7 * pick[3],
                        pick[4] == 1,
                        pick[4] == 1 && pick[5] == 1,
                        pick[6] == 1,
                        pick[7] == 1,
                        pick[8] == 1))
                .toList();
    }

    double tolerance() {
        return dtype == DType.F64 ? 1e-14 : 5e-7;
    }
}
