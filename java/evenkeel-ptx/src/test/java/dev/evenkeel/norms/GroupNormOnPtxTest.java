package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link GroupNormTest} on the virtual GPUs. */
class GroupNormOnPtxTest extends GroupNormTest.Cases {
    GroupNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
