package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.SpectralNormOrder;
import dev.evenkeel.testing.Pairs;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One weight to normalize both ways.
 *
 * @param dim the dimension of its rows
 * @param whole whether weight norm takes all of it as one row instead
 * @param flat whether g is
 * @param outputs 0: all, 1: those of the weight's shape alone, 2: the others alone
 */
record WeightCase(
        Shape shape,
        int dim,
        boolean whole,
        DType dtype,
        DType gDType,
        boolean flat,
        boolean accumulate,
        SpectralNormOrder order,
        int iterations,
        int outputs) {

    /** Which size is swept; the others are small. */
    private enum Swept {
        OUTER,
        ROWS,
        INNER
    }

    private static final int[] SIZES = {1, 3, 4, 31, 32, 33, 127, 256, 1000, 4099, 20000};
    private static final int[] SMALL = {1, 2, 5};
    /** Beside sizes of this and more, the others are 1 or 2 and iterations 0 or 1, to spare time. */
    private static final int LARGE = 4000;

    private static final int[] ITERATIONS = {0, 1, 3};

    static List<WeightCase> all() {
        return Pairs.of(
                        5,
                        SIZES.length,
                        Swept.values().length,
                        SMALL.length,
                        SMALL.length,
                        DType.values().length,
                        2,
                        3,
                        2,
                        2,
                        2,
                        ITERATIONS.length,
                        3)
                .stream()
                .map(WeightCase::of)
                .toList();
    }

    private static WeightCase of(int[] pick) {
        int size = SIZES[pick[0]];
        Swept swept = Swept.values()[pick[1]];
        int most = size < LARGE ? SMALL[2] : SMALL[1];
        int first = Math.min(most, SMALL[pick[2]]);
        int second = Math.min(most, SMALL[pick[3]]);
        long outer = swept == Swept.OUTER ? size : first;
        long rows = swept == Swept.ROWS ? size : swept == Swept.OUTER ? first : second;
        long inner = swept == Swept.INNER ? size : second;
        DType dtype = DType.values()[pick[4]];
        long[] dims = LongStream.of(outer > 1 ? outer : 0, rows, inner > 1 ? inner : 0)
                .filter(dim -> dim > 0)
                .toArray();
        return new WeightCase(
                Shape.of(dims),
                outer > 1 ? 1 : 0,
                pick[6] == 2,
                dtype,
                pick[5] == 0 ? dtype : dtype.statistics(),
                pick[7] == 1,
                pick[8] == 1,
                SpectralNormOrder.values()[pick[9]],
                Math.min(size < LARGE ? ITERATIONS[2] : ITERATIONS[1], ITERATIONS[pick[10]]),
                pick[11]);
    }

    int rows() {
        return (int) shape.dim(dim);
    }

    int columns() {
        return (int) (shape.count() / rows());
    }

    int inner() {
        return (int) shape.trailing(shape.rank() - dim - 1).count();
    }

    int row(int element) {
        return element / inner() % rows();
    }

    int column(int element) {
        return element / inner() / rows() * inner() + element % inner();
    }

    /** Whether it is a vector, which spectral norm divides by its length. */
    boolean vector() {
        return shape.rank() == 1;
    }

    boolean givesElements() {
        return outputs != 2;
    }

    boolean givesRows() {
        return outputs != 1;
    }
}
