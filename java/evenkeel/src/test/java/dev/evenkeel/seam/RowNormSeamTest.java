package dev.evenkeel.seam;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.parity.Tolerance;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.HashMap;
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
 * Row norms of both kinds on devices with addresses, against their formulas: at any alignment, over the memory of
 * inputs, with types mixed. Nothing around the tensors changes.
 */
class RowNormSeamTest {
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
            return devices().stream().flatMap(d -> RowNormCase.all().stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource
        void parity(Device device, RowNormCase c) {
            RowNormReference ofSum = RowNormReference.ofSum(c);
            RowNormReference ofX = RowNormReference.ofX(c);
            Map<String, double[]> expected = new HashMap<>(ofSum.forward());
            expected.putAll(ofX.backward());
            RowNormRun.on(device, c).forEach((name, actual) -> {
                double[] values = expected.get(name);
                double[] bounds = switch (name) {
                    case "y" -> Tolerance.bounds(c.other(), values, i -> ofSum.rstd()[i / c.cols()]);
                    case "sum" -> Tolerance.bounds(c.dtype(), values, i -> 1);
                    case "mean", "rstd" -> Tolerance.bounds(c.dtype().statistics(), values, i -> ofSum.rstd()[i]);
                    case "dx" -> Tolerance.bounds(c.dtype(), values, i -> ofX.rstd()[i / c.cols()]);
                    default ->
                        Tolerance.bounds(
                                c.paramDType(),
                                values,
                                c.rows(),
                                DoubleStream.of(ofX.rstd()).max().orElseThrow());
                };
                Closeness.assertWithin(name, actual, values, bounds);
            });
        }

        /** A row's bits are the same alone and among others, wherever it lies. */
        @ParameterizedTest
        @MethodSource("devices")
        void aRowDoesNotDependOnItsPlace(Device device) {
            for (DType dtype : DType.values()) {
                for (int cols : new int[] {40, 1000, 2048}) {
                    RowNormPlaces.check(device, dtype, cols);
                }
            }
        }
    }
}
