package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;

/** The sweep of weight and spectral norm on virtual GPUs; sm_90 has the PTX of sm_80. */
class WeightOnPtxTest extends WeightParityTest.Cases {
    WeightOnPtxTest() {
        super(List.of(Device.ptx(75), Device.ptx(80)));
    }
}
