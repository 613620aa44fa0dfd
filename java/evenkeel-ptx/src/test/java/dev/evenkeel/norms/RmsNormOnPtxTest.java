package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link RmsNormTest} on the virtual GPUs. */
class RmsNormOnPtxTest extends RmsNormTest.Cases {
    RmsNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
