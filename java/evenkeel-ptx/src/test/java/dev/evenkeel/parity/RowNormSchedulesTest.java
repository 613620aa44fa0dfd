package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Schedules} of row norms. */
class RowNormSchedulesTest extends Schedules {
    static Stream<Arguments> layerNorms() {
        return of(RowNormCase.layerNorms());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("layerNorms")
    void layerNormDoesNotDependOnTheOrder(Device device, RowNormCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, RowNormRun::on);
    }

    static Stream<Arguments> variants() {
        return of(RowNormCase.variants());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("variants")
    void variantsDoNotDependOnTheOrder(Device device, RowNormCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, RowNormRun::on);
    }
}
