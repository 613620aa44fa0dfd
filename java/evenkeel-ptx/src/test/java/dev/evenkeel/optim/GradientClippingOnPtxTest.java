package dev.evenkeel.optim;

import dev.evenkeel.ptx.PtxDevices;

/** {@link GradientClippingTest} on the virtual GPUs. */
class GradientClippingOnPtxTest extends GradientClippingTest.Cases {
    GradientClippingOnPtxTest() {
        super(PtxDevices.all());
    }
}
