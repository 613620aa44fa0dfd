package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What each column of wide rows goes through: (x − center)·scale + offset, a coefficient for every column. */
record ColumnNormalizer<A>(A center, A scale, A offset) {

    /** From one normalizer for each channel. */
    static <A> ColumnNormalizer<A> of(WideRows wide, Rows<A> rows, IntFunction<Normalizer> ofChannel, Scratch scratch) {
        A center = rows.take(scratch, wide.width());
        A scale = rows.take(scratch, wide.width());
        A offset = rows.take(scratch, wide.width());
        for (int c = 0; c < wide.channels(); c++) {
            Normalizer normalizer = ofChannel.apply(c);
            for (int j = c; j < wide.width(); j += wide.channels()) {
                rows.set(center, j, normalizer.center());
                rows.set(scale, j, normalizer.scale());
                rows.set(offset, j, normalizer.offset());
            }
        }
        return new ColumnNormalizer<>(center, scale, offset);
    }

    /** y ← what becomes of x, plus a summand if there is one. */
    void apply(ColumnNormKernel<A> kernel, Panel<A> x, @Nullable Panel<A> summand, Panel<A> y) {
        if (summand == null) {
            kernel.normalize(x, center, scale, offset, y);
        } else {
            kernel.normalizeAndAdd(x, center, scale, offset, summand, y);
        }
    }
}
