package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link ActivationTest} on the virtual GPUs. */
class ActivationOnPtxTest extends ActivationTest.Cases {
    ActivationOnPtxTest() {
        super(PtxDevices.all());
    }
}
