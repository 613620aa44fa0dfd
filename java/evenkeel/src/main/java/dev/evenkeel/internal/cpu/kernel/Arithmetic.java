package dev.evenkeel.internal.cpu.kernel;

/**
 * What it takes to compute in one type: how rows come and go, and the loops over them.
 *
 * @param <A> the array that a row is computed in
 * @param rows how rows come from memory and go back
 * @param rowNorm layer and RMS normalization
 * @param planes loops over runs of elements that share one channel's coefficients
 * @param columnNorm normalization with coefficients for each column
 * @param weights weight and spectral norm
 */
public record Arithmetic<A>(
        Rows<A> rows,
        RowNormKernel<A> rowNorm,
        PlaneKernel<A> planes,
        ColumnNormKernel<A> columnNorm,
        WeightKernel<A> weights) {}
