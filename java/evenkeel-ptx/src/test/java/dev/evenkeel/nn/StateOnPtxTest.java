package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link StateTest} on the virtual GPUs. */
class StateOnPtxTest extends StateTest.Cases {
    StateOnPtxTest() {
        super(PtxDevices.all());
    }
}
