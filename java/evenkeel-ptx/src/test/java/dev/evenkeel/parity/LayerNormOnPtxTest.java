package dev.evenkeel.parity;

import dev.evenkeel.ptx.PtxDevices;

/** The sweep of layer norm on the virtual GPUs. */
class LayerNormOnPtxTest extends LayerNormParityTest.Cases {
    LayerNormOnPtxTest() {
        super(PtxDevices.all());
    }
}
