package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link InvariantsTest} on the virtual GPUs. */
class InvariantsOnPtxTest extends InvariantsTest.Cases {
    InvariantsOnPtxTest() {
        super(PtxDevices.all());
    }
}
