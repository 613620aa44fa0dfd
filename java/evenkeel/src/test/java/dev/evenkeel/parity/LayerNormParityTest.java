package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * Every device computes what the reference computes in float64: one sweep over sizes, types and optional arguments in
 * which every two settings meet.
 */
class LayerNormParityTest {
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
            super(devices, RowNormCase.layerNorms());
        }
    }
}
