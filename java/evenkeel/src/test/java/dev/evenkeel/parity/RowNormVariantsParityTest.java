package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The sweep of {@link LayerNormParityTest} for RMS norm, weights around zero, and y of another type than x. */
class RowNormVariantsParityTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }
    }

    abstract static class Cases extends RowNormParity {
        Cases(List<Device> devices) {
            super(devices, RowNormCase.variants());
        }
    }
}
