package dev.evenkeel.parity;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of group and instance norm on the virtual GPUs. */
class GroupNormOnPtxTest extends GroupNormParityTest.Cases {
    GroupNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
