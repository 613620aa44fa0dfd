package dev.evenkeel.seam;

import dev.evenkeel.ptx.PtxDevices;

/** {@link LstmCellTest} on the virtual GPUs. */
class LstmCellOnPtxTest extends LstmCellTest.Cases {
    LstmCellOnPtxTest() {
        super(PtxDevices.all());
    }
}
