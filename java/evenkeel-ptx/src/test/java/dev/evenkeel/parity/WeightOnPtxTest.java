package dev.evenkeel.parity;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of weight and spectral norm on the virtual GPUs. */
class WeightOnPtxTest extends WeightParityTest.Cases {
    WeightOnPtxTest() {
        super(PtxDevices.all());
    }
}
