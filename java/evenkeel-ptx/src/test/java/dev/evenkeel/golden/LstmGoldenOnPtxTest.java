package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** {@link LstmGoldenTest} on the virtual GPUs. */
class LstmGoldenOnPtxTest extends LstmGoldenTest.Cases {
    LstmGoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
