package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link BatchNormTest} on the virtual GPUs. */
class BatchNormOnPtxTest extends BatchNormTest.Cases {
    BatchNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
