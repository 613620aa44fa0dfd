package dev.evenkeel.network;

import dev.evenkeel.Device;
import java.util.List;

/** {@link MatricesTest} on a virtual GPU: all architectures have the same PTX for it. */
class MatricesOnPtxTest extends MatricesTest.Cases {
    MatricesOnPtxTest() {
        super(List.of(Device.ptx(90)));
    }
}
