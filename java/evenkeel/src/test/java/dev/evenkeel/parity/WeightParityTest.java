package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every device computes what the reference computes in float64: one sweep over sizes, dimensions, types and options of
 * weight and spectral norm in which every two settings meet.
 */
class WeightParityTest {
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

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> parity() {
            return devices().stream().flatMap(d -> WeightCase.all().stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource
        void parity(Device device, WeightCase c) {
            Map<String, double[]> actual = WeightRun.on(device, c);
            Map<String, double[]> expected = WeightRun.reference(c);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            WeightBounds bounds = new WeightBounds(c);
            expected.forEach(
                    (name, values) -> Closeness.assertWithin(name, actual.get(name), values, bounds.of(name, values)));
        }
    }
}
