package dev.evenkeel.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Golden cases on some devices, and how near the results must be. */
abstract class GoldenCases extends OnDevices {
    GoldenCases(List<Device> devices) {
        super(devices);
    }

    Stream<Arguments> each(String file) {
        List<GoldenCase> cases = GoldenCase.read(file);
        return devices().stream().flatMap(d -> cases.stream().map(c -> Arguments.of(d, c)));
    }

    static Shape normalizedShape(GoldenCase golden) {
        return Shape.parse(golden.attributes().get("normalized_shape").replace(',', 'x'));
    }

    static void compare(GoldenCase golden, String output, @Nullable Tensor actual) {
        GoldenCase.Values expected = golden.out().get(output);
        if (expected == null) {
            return;
        }
        assertThat(actual).as(output).isNotNull();
        assertThat(actual.shape().count()).isEqualTo(expected.shape().count());
        Closeness.assertClose(output, actual.toDoubleArray(), expected.values(), tolerance(golden));
    }

    /**
     * Scaled by the largest value. libtorch in float32 is itself 5e-5 off where the mean is 1000 times the standard
     * deviation, and its dx of rows of one element is up to 1.6e-5 where the exact one is 0. In 16-bit types
     * libtorch and we round a result once each, hence twice the unit roundoff, and libtorch rounds the saved
     * statistics and sums of gradients once more.
     */
    static double tolerance(GoldenCase golden) {
        return switch (golden.dtype()) {
            case F64 -> 1e-12;
            case F32 -> golden.name().contains("bigmean") ? 1e-4 : golden.name().contains("dim1") ? 2e-5 : 1e-6;
            default -> 4 * golden.dtype().unitRoundoff();
        };
    }
}
