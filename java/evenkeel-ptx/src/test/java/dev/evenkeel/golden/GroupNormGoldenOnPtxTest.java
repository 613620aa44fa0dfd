package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** The golden vectors of group and instance norm on the virtual GPUs. */
class GroupNormGoldenOnPtxTest extends GroupNormGoldenTest.Cases {
    GroupNormGoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
