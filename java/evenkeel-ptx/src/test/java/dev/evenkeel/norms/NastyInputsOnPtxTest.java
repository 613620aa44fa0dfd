package dev.evenkeel.norms;

import dev.evenkeel.ptx.PtxDevices;

/** {@link NastyInputsTest} on the virtual GPUs. */
class NastyInputsOnPtxTest extends NastyInputsTest.Cases {
    NastyInputsOnPtxTest() {
        super(PtxDevices.all());
    }
}
