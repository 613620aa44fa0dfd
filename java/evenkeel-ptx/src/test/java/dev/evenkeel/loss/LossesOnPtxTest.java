package dev.evenkeel.loss;

import dev.evenkeel.ptx.PtxDevices;

/** {@link LossesTest} on the virtual GPUs. */
class LossesOnPtxTest extends LossesTest.Cases {
    LossesOnPtxTest() {
        super(PtxDevices.all());
    }
}
