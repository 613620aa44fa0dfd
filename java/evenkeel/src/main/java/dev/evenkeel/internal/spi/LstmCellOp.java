package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * One time step of an LSTM after its matrix products, gates in PyTorch's order i, f, g, o:
 *
 * <pre>
 * i, f, o = sigmoid, g = tanh of the pre-activations
 * cell = f·previousCell + i·g,  hidden = o·tanh(cell)
 * </pre>
 *
 * @param gates (rows, 4·size): pre-activations, replaced in place by i, f, g, o
 * @param previousCell (rows, size); null for zeros
 * @param cell (rows, size); may be previousCell itself, which it then replaces
 * @param hidden (rows, size)
 */
public record LstmCellOp(MatrixView gates, @Nullable MatrixView previousCell, MatrixView cell, MatrixView hidden) {}
