package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link LstmTest} on the virtual GPUs. */
class LstmOnPtxTest extends LstmTest.Cases {
    LstmOnPtxTest() {
        super(PtxDevices.all());
    }
}
