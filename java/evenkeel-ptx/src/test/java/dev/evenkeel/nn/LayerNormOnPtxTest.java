package dev.evenkeel.nn;

import dev.evenkeel.ptx.PtxDevices;

/** {@link LayerNormTest} on the virtual GPUs. */
class LayerNormOnPtxTest extends LayerNormTest.Cases {
    LayerNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
