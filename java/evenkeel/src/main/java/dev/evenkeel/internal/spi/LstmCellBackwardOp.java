package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * Gradients of one time step of an LSTM, from what {@link LstmCellOp} left.
 *
 * <pre>
 * dh = dhidden + dnextHidden
 * dc = dcell + dh·o·(1 − tanh²(cell))
 * dgates = dc·g·i(1 − i), dc·previousCell·f(1 − f), dc·i·(1 − g²), dh·tanh(cell)·o(1 − o)
 * dcell = dc·f
 * </pre>
 *
 * @param dhidden (rows, size): gradient by this step's hidden state from outside; null for zeros
 * @param dnextHidden (rows, size): the same from the next step, added to it; null for zeros
 * @param dcell (rows, size): gradient by the cell from the next step, replaced in place by that of the previous cell
 * @param firstFromEnd whether {@code dcell} is to be taken as zeros
 * @param dgates (rows, 4·size): gradient by the pre-activations
 */
public record LstmCellBackwardOp(
        MatrixView gates,
        @Nullable MatrixView previousCell,
        MatrixView cell,
        @Nullable MatrixView dhidden,
        @Nullable MatrixView dnextHidden,
        MatrixView dcell,
        boolean firstFromEnd,
        MatrixView dgates) {}
