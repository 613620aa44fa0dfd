package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link SyncBatchNormTest} on the virtual GPUs. */
class SyncBatchNormOnPtxTest extends SyncBatchNormTest.Cases {
    SyncBatchNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
