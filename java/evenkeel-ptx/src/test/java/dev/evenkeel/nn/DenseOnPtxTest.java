package dev.evenkeel.nn;

import dev.evenkeel.Device;
import java.util.List;

/** {@link DenseTest} on a virtual GPU: all architectures have the same PTX for it. */
class DenseOnPtxTest extends DenseTest.Cases {
    DenseOnPtxTest() {
        super(List.of(Device.ptx(90)));
    }
}
