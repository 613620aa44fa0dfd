package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;

/** The first steps of {@link TrainingParityTest} on a virtual GPU. */
class TrainingParityOnPtxTest extends TrainingParityTest.Cases {
    TrainingParityOnPtxTest() {
        super(List.of(Device.ptx(80)), 5);
    }
}
