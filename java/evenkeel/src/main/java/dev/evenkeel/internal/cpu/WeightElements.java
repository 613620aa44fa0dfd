package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.WeightGeometry;

/** Where the elements of a weight's rows and columns lie. */
record WeightElements(int rows, int columns, int inner) {
    static WeightElements of(WeightGeometry geometry) {
        return new WeightElements((int) geometry.rows(), (int) geometry.columns(), (int) geometry.inner());
    }

    int of(int row, int column) {
        return (column / inner * rows + row) * inner + column % inner;
    }
}
