package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Weight and bias as loops read them: the parameter's own array where it has the right type and nothing is added. */
final class RowParameters {
    private RowParameters() {}

    /** A weight that is stored as what it is above {@code offset}; ones without a weight. */
    static <A> A weight(Rows<A> rows, @Nullable Buffer weight, int n, double offset, Scratch scratch) {
        return of(rows, weight, n, 1, offset, scratch);
    }

    /** A bias; zeros without one. */
    static <A> A bias(Rows<A> rows, @Nullable Buffer bias, int n, Scratch scratch) {
        return of(rows, bias, n, 0, 0, scratch);
    }

    private static <A> A of(
            Rows<A> rows, @Nullable Buffer parameter, int n, double neutral, double offset, Scratch scratch) {
        if (parameter instanceof HeapBuffer values && offset == 0 && rows.holds(values)) {
            return rows.array(values);
        }
        A row = rows.take(scratch, n);
        if (parameter == null) {
            rows.fill(row, neutral);
            return row;
        }
        rows.load((HeapBuffer) parameter, 0, row, 0, n);
        for (int i = 0; offset != 0 && i < n; i++) {
            rows.set(row, i, rows.get(row, i) + offset);
        }
        return row;
    }
}
