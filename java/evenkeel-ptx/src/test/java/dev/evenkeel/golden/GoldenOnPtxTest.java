package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** The golden vectors on the virtual GPUs. */
class GoldenOnPtxTest extends GoldenTest.Cases {
    GoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
