package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Schedules} of weight and spectral norm. */
class WeightSchedulesTest extends Schedules {
    static Stream<Arguments> weights() {
        return of(
                WeightCase.all().stream().filter(c -> c.shape().count() < 3000).toList());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("weights")
    void weightAndSpectralNormDoNotDependOnTheOrder(Device device, WeightCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, WeightRun::on);
    }
}
