package dev.evenkeel.optim;

import dev.evenkeel.ptx.PtxDevices;

/** {@link OptimizersTest} on the virtual GPUs. */
class OptimizersOnPtxTest extends OptimizersTest.Cases {
    OptimizersOnPtxTest() {
        super(PtxDevices.all());
    }
}
