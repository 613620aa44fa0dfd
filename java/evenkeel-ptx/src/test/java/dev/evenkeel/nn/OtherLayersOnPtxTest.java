package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link OtherLayersTest} on the virtual GPUs. */
class OtherLayersOnPtxTest extends OtherLayersTest.Cases {
    OtherLayersOnPtxTest() {
        super(PtxDevices.all());
    }
}
