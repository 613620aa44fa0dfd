package dev.evenkeel.internal.spi;

/** The cell of a long short-term memory, Hochreiter and Schmidhuber 1997, with forget gates. */
public interface LstmBackend {
    /** One time step. */
    void cell(LstmCellOp op);

    /** Gradients of one time step. */
    void cellBackward(LstmCellBackwardOp op);
}
