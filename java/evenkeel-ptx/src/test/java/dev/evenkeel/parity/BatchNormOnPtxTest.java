package dev.evenkeel.parity;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of batch norm on the virtual GPUs. */
class BatchNormOnPtxTest extends BatchNormParityTest.Cases {
    BatchNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
