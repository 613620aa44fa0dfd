package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** The golden vectors of RMS norm on the virtual GPUs. */
class RmsNormGoldenOnPtxTest extends RmsNormGoldenTest.Cases {
    RmsNormGoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
