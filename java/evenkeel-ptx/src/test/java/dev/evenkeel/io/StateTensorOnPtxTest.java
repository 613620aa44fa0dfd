package dev.evenkeel.io;

import dev.evenkeel.ptx.PtxDevices;

/** {@link StateTensorTest} on the virtual GPUs. */
class StateTensorOnPtxTest extends StateTensorTest.Cases {
    StateTensorOnPtxTest() {
        super(PtxDevices.all());
    }
}
