package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link DropoutTest} on the virtual GPUs. */
class DropoutOnPtxTest extends DropoutTest.Cases {
    DropoutOnPtxTest() {
        super(PtxDevices.all());
    }
}
