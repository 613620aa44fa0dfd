package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * c = a·b + bias, or c += a·b + bias, where a and b stand for their transposes if so said. The product is (rows, cols)
 * of c; sums are in the order of the device, the same on every run.
 *
 * @param bias cols elements, added to every row; null for none
 * @param accumulate whether to add to what is in c
 */
public record MatrixProductOp(
        MatrixView a,
        boolean transposeA,
        MatrixView b,
        boolean transposeB,
        @Nullable Buffer bias,
        MatrixView c,
        boolean accumulate) {
    /** Products that one element of c sums. */
    public long depth() {
        return transposeA ? a.rows() : a.cols();
    }
}
