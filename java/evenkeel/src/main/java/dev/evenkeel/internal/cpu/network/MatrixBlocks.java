package dev.evenkeel.internal.cpu.network;

/** One product of matrices, block by block. */
interface MatrixBlocks {
    /** Computes rows firstRow … endRow − 1 and columns firstCol … endCol − 1. */
    void multiply(int firstRow, int endRow, int firstCol, int endCol);
}
