package dev.evenkeel.seam;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of row norms at the seam on the virtual GPUs. */
class RowNormOnPtxTest extends RowNormSeamTest.Cases {
    RowNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
