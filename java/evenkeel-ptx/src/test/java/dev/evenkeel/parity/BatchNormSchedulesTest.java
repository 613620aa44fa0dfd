package dev.evenkeel.parity;

import dev.evenkeel.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Schedules} of batch norm. */
class BatchNormSchedulesTest extends Schedules {
    static Stream<Arguments> batchNorms() {
        return of(BatchNormCase.all());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("batchNorms")
    void batchNormDoesNotDependOnTheOrder(Device device, BatchNormCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, BatchNormRun::on);
    }

    static Stream<Arguments> oddChannels() {
        return of(BatchNormCase.oddChannels());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("oddChannels")
    void mergingAcrossStripsDoesNotDependOnTheOrder(Device device, BatchNormCase c, List<Integer> seeds) {
        assertSameInAllOrders(device, c, seeds, BatchNormRun::on);
    }
}
