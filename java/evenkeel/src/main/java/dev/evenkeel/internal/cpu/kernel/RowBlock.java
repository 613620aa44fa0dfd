package dev.evenkeel.internal.cpu.kernel;

/**
 * A few whole rows that row norms work on at once, and the numbers that belong to each of them. Row t begins in the
 * array t·cols elements after the first.
 *
 * @param <A> the array that rows are computed in
 */
public final class RowBlock<A> {
    /** Rows of a block at most. */
    public static final int ROWS = 8;

    /** Lanes of the widest vectors, for two sums of each row. */
    private static final int LANES = 2 * 16 * ROWS;

    private final double[] shift = new double[ROWS];
    private final double[] scale = new double[ROWS];
    private final double[] offset = new double[ROWS];
    private final double[] first = new double[ROWS];
    private final double[] second = new double[ROWS];
    private final A lanes;
    private A values;
    private A gradients;
    private int at;
    private int gradientsAt;
    private int count;
    private boolean shiftedByFirst;

    /** A block of no rows yet. */
    public RowBlock(Rows<A> rows) {
        this.lanes = rows.allocate(LANES);
        this.values = lanes;
        this.gradients = lanes;
    }

    /** Rows of {@code cols} elements in a block: few enough for the nearest cache, where several blocks have to fit. */
    public static int rows(long cols) {
        return cols > 1024 ? 1 : (int) Math.min(ROWS, 4096 / cols);
    }

    /** Makes this a block of {@code count} rows, which begin in {@code values} at {@code at}. */
    public void set(A values, int at, int count) {
        this.values = values;
        this.at = at;
        this.count = count;
    }

    /** Whether sums are to set the shift of each row by its first elements: reading those earlier is a wait for memory. */
    public void shiftByFirst(boolean byFirst) {
        this.shiftedByFirst = byFirst;
    }

    /** Whether the shift of each row comes from its first elements. */
    public boolean shiftedByFirst() {
        return shiftedByFirst;
    }

    /** The gradients of the results of these rows. */
    public void setGradients(A gradients, int at) {
        this.gradients = gradients;
        this.gradientsAt = at;
    }

    /** Number of rows. */
    public int count() {
        return count;
    }

    /** The array that rows are in. */
    public A values() {
        return values;
    }

    /** Where in it the first one begins. */
    public int at() {
        return at;
    }

    /** The array that the gradients are in. */
    public A gradients() {
        return gradients;
    }

    /** Where in it those of the first row begin. */
    public int gradientsAt() {
        return gradientsAt;
    }

    /** For loops that keep several totals of a sum; of any value. */
    public A lanes() {
        return lanes;
    }

    /** What is taken off each element of a row, a value that the row's type has; of every row. */
    public double[] shift() {
        return shift;
    }

    /** What is left is multiplied by this; of every row. */
    public double[] scale() {
        return scale;
    }

    /** And this is added; of every row. */
    public double[] offset() {
        return offset;
    }

    /** A sum over each row, of what the loop says. */
    public double[] first() {
        return first;
    }

    /** Another one. */
    public double[] second() {
        return second;
    }
}
