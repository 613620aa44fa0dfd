package dev.evenkeel.internal.cpu.kernel;

/**
 * What the elements of each plane go through: (x − center)·slope + offset; where that is a gradient's correction, then
 * (gain·g + it)·scale.
 *
 * @param center a value near the mean, from which every x is taken
 * @param slope factor of the deviation
 * @param offset summand
 * @param gain factor of a gradient
 * @param scale factor of a corrected gradient
 */
public record PlaneCoefficients<A>(A center, A slope, A offset, A gain, A scale) {

    /** Room for the coefficients of {@code planes} planes, with any values. */
    public static <A> PlaneCoefficients<A> take(Rows<A> rows, Scratch scratch, int planes) {
        return new PlaneCoefficients<>(
                rows.take(scratch, planes),
                rows.take(scratch, planes),
                rows.take(scratch, planes),
                rows.take(scratch, planes),
                rows.take(scratch, planes));
    }
}
