package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Schedules} of group and instance norm. */
class GroupNormSchedulesTest extends Schedules {
    static Stream<Arguments> groupNorms() {
        return of(GroupNormCase.all());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("groupNorms")
    void groupNormDoesNotDependOnTheOrder(Device device, GroupNormCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, GroupNormRun::on);
    }
}
