package dev.evenkeel.nn;

import dev.evenkeel.Device;
import java.util.List;

/** {@link ReparametrizedDenseTest} on a virtual GPU. */
class ReparametrizedDenseOnPtxTest extends ReparametrizedDenseTest.Cases {
    ReparametrizedDenseOnPtxTest() {
        super(List.of(Device.ptx(80)));
    }
}
