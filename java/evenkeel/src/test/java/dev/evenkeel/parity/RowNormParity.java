package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares row norms on some devices with the reference. */
abstract class RowNormParity extends OnDevices {
    private final List<RowNormCase> cases;

    RowNormParity(List<Device> devices, List<RowNormCase> cases) {
        super(devices);
        this.cases = cases;
    }

    Stream<Arguments> parity() {
        return devices().stream().flatMap(d -> cases.stream().map(c -> Arguments.of(d, c)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void parity(Device device, RowNormCase c) {
        Map<String, double[]> actual = RowNormRun.on(device, c);
        Map<String, double[]> expected = RowNormRun.reference(c, actual.get("sum"));
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        double[] rstd = expected.get("rstd");
        double largest = DoubleStream.of(rstd).max().orElseThrow();
        IntToDoubleFunction ofRow = i -> rstd[i / c.cols()];
        expected.forEach((name, values) -> {
            double[] bounds = switch (name) {
                case "dweight", "dbias" -> Tolerance.bounds(c.paramDType(), values, c.rows(), largest);
                case "mean", "rstd" -> Tolerance.bounds(c.dtype().statistics(), values, i -> rstd[i]);
                case "y" -> Tolerance.bounds(c.outputDType(), values, ofRow);
                default -> Tolerance.bounds(c.dtype(), values, ofRow);
            };
            Closeness.assertWithin(name, actual.get(name), values, bounds);
        });
    }
}
