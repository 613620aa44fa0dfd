package dev.evenkeel.parity;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of RMS norm, weights around zero and mixed types on the virtual GPUs. */
class RowNormVariantsOnPtxTest extends RowNormVariantsParityTest.Cases {
    RowNormVariantsOnPtxTest() {
        super(PtxDevices.all());
    }
}
