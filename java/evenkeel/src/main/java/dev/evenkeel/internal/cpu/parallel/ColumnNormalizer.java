package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.ColumnKernel;

/** What each column of wide rows goes through: (x − center)·scale + offset, a coefficient for every column. */
record ColumnNormalizer<A>(A center, A scale, A offset) {

    /** From one normalizer for each channel. */
    static <A> ColumnNormalizer<A> of(WideRows<A> wide, Normalizer[] channels) {
        double[] centers = new double[channels.length];
        double[] scales = new double[channels.length];
        double[] offsets = new double[channels.length];
        for (int c = 0; c < channels.length; c++) {
            centers[c] = channels[c].center();
            scales[c] = channels[c].scale();
            offsets[c] = channels[c].offset();
        }
        return new ColumnNormalizer<>(wide.spread(centers), wide.spread(scales), wide.spread(offsets));
    }

    void apply(ColumnKernel<A> kernel, A v, int n) {
        kernel.normalize(v, center, scale, offset, n);
    }
}
