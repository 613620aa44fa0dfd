package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link ReparametrizationsTest} on the virtual GPUs. */
class ReparametrizationsOnPtxTest extends ReparametrizationsTest.Cases {
    ReparametrizationsOnPtxTest() {
        super(PtxDevices.all());
    }
}
