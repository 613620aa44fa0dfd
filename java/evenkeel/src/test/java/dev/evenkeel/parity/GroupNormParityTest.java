package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every device computes what the reference computes in float64: one sweep over sizes, ranks, layouts, types and
 * optional arguments of group and instance norm in which every two settings meet.
 */
class GroupNormParityTest {
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
            return devices().stream().flatMap(d -> GroupNormCase.all().stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource
        void parity(Device device, GroupNormCase c) {
            Map<String, double[]> actual = GroupNormRun.on(device, c);
            Map<String, double[]> expected = GroupNormRun.reference(c);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            double[] rstd = expected.get("rstd");
            double largest = DoubleStream.of(rstd).max().orElseThrow();
            double perChannel = c.shape().count() / (double) c.channels();
            DType statistics = c.dtype().statistics();
            expected.forEach((name, values) -> {
                double[] bounds = switch (name) {
                    case "dweight", "dbias" -> Tolerance.bounds(c.paramDType(), values, perChannel, largest);
                    case "y" -> Tolerance.bounds(c.dtype(), values, i -> rstd[c.groupOf(i)]);
                    // rstd multiplies once more what x̂ is off by: a saved mean of 3 is rounded
                    case "dx" -> Tolerance.bounds(c.dtype(), values, i -> rstd[c.groupOf(i)] * rstd[c.groupOf(i)]);
                    case "running_mean", "running_var" -> Tolerance.bounds(statistics, values, i -> largest);
                    default -> Tolerance.bounds(statistics, values, i -> rstd[i]);
                };
                Closeness.assertWithin(name, actual.get(name), values, bounds);
            });
        }
    }
}
