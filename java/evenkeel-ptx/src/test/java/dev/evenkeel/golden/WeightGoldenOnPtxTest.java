package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** The golden vectors of weight and spectral norm on the virtual GPUs. */
class WeightGoldenOnPtxTest extends WeightGoldenTest.Cases {
    WeightGoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
