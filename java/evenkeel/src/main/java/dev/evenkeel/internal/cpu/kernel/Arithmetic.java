package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.DType;

/**
 * What it takes to compute in one type: how rows come and go, and the loops over them.
 *
 * @param <A> the array that a row is computed in
 * @param rows how rows come from memory and go back
 * @param row loops whose coefficients hold for the whole row
 * @param columns loops with a coefficient for each column
 */
public record Arithmetic<A>(Rows<A> rows, RowKernel<A> row, ColumnKernel<A> columns) {
    private static final Arithmetic<float[]> FLOAT =
            new Arithmetic<>(new FloatRows(), new FloatRowKernel(), new FloatColumnKernel());
    private static final Arithmetic<double[]> DOUBLE =
            new Arithmetic<>(new DoubleRows(), new DoubleRowKernel(), new DoubleColumnKernel());

    /** Groups of so few elements leave little of a gradient after what is taken off it: in float, noise. */
    private static final long SMALL_GROUP = 16;

    /** The arithmetic for tensors of this type: double for {@code F64}, else float. */
    public static Arithmetic<?> of(DType dtype) {
        return dtype == DType.F64 ? DOUBLE : FLOAT;
    }

    /**
     * The arithmetic for a sum of two tensors of this type that is then normalized. Of two floats it takes more than a
     * float: at a mean of 1e4 rounding it costs 2e-4 of the deviations. Two 16-bit values fit one.
     */
    public static Arithmetic<?> ofSum(DType dtype) {
        return dtype == DType.F32 ? DOUBLE : of(dtype);
    }

    /** The arithmetic for gradients of tensors of this type that share statistics in groups of {@code n} elements. */
    public static Arithmetic<?> ofGradients(DType dtype, long n) {
        return n <= SMALL_GROUP ? DOUBLE : of(dtype);
    }
}
