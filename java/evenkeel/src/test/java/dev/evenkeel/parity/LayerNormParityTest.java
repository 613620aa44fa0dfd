package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> parity() {
            return devices().stream().flatMap(d -> LayerNormCase.all().stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource
        void parity(Device device, LayerNormCase c) {
            Map<String, double[]> actual = LayerNormRun.on(device, c);
            Map<String, double[]> expected = LayerNormRun.reference(c, actual.get("sum"));
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            double[] rstd = expected.get("rstd");
            double largest = DoubleStream.of(rstd).max().orElseThrow();
            IntToDoubleFunction ofRow = i -> rstd[i / c.cols()];
            expected.forEach((name, values) -> {
                DType type = List.of("mean", "rstd").contains(name) ? c.dtype().statistics() : c.dtype();
                double[] bounds = switch (name) {
                    case "dweight", "dbias" -> Tolerance.bounds(c.paramDType(), values, c.rows(), largest);
                    case "mean", "rstd" -> Tolerance.bounds(type, values, i -> rstd[i]);
                    default -> Tolerance.bounds(type, values, ofRow);
                };
                Closeness.assertWithin(name, actual.get(name), values, bounds);
            });
        }
    }
}
