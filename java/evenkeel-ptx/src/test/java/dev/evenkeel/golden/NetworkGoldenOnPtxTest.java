package dev.evenkeel.golden;

import dev.evenkeel.ptx.PtxDevices;

/** {@link NetworkGoldenTest} on the virtual GPUs. */
class NetworkGoldenOnPtxTest extends NetworkGoldenTest.Cases {
    NetworkGoldenOnPtxTest() {
        super(PtxDevices.all());
    }
}
