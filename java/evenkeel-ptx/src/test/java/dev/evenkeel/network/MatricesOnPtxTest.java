package dev.evenkeel.network;

import dev.evenkeel.ptx.PtxDevices;

/** {@link MatricesTest} on the virtual GPUs. */
class MatricesOnPtxTest extends MatricesTest.Cases {
    MatricesOnPtxTest() {
        super(PtxDevices.all());
    }
}
