package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.ptx.PtxDevices;
import dev.evenkeel.ptx.driver.VirtualBackendProvider;
import dev.evenkeel.testing.Closeness;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backward of batch, group and instance norm on the virtual GPUs against the formulas in double, and the same bits in
 * whatever order blocks and warps go.
 */
class ChannelBackwardOnPtxTest {
    private static final Device ORDERED = Device.ptx(80);

    static Stream<Arguments> batchNorms() {
        return onAllDevices(ChannelBackwardCase.batchNorms());
    }

    static Stream<Arguments> groupNorms() {
        return onAllDevices(ChannelBackwardCase.groupNorms());
    }

    private static Stream<Arguments> onAllDevices(List<ChannelBackwardCase> cases) {
        return PtxDevices.all().stream().flatMap(d -> cases.stream().map(c -> Arguments.of(d, c)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("batchNorms")
    void batchNorm(Device device, ChannelBackwardCase c) {
        compare(device, c, ChannelBackwardRun::batchNorm);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groupNorms")
    void groupNorm(Device device, ChannelBackwardCase c) {
        compare(device, c, ChannelBackwardRun::groupNorm);
    }

    private static void compare(Device device, ChannelBackwardCase c, Consumer<ChannelBackwardRun> operation) {
        try (ChannelBackwardRun run = new ChannelBackwardRun(Backends.of(device), c)) {
            operation.accept(run);
            Map<String, double[]> plain = run.values();
            Map<String, double[]> expected = run.expected();
            plain.forEach((name, values) -> assertThat(error(values, expected.get(name)))
                    .as(name)
                    .isLessThan(ChannelBackwardCase.tolerance(run.type(name))));
        }
        if (device.equals(ORDERED)) {
            assertSameInAnyOrder(device, c, operation);
        }
    }

    /** Relative, but where all cancels: groups of one or two elements. */
    private static double error(double[] actual, double[] expected) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest < 1e-2) {
            Closeness.assertClose("cancelled", actual, expected, 1e-6);
            return 0;
        }
        return Closeness.relativeL2(actual, expected);
    }

    private static void assertSameInAnyOrder(
            Device device, ChannelBackwardCase c, Consumer<ChannelBackwardRun> operation) {
        var driver = Objects.requireNonNull(VirtualBackendProvider.driver(device));
        try (ChannelBackwardRun plain = new ChannelBackwardRun(Backends.of(device), c);
                ChannelBackwardRun shuffled = new ChannelBackwardRun(Backends.of(device), c)) {
            operation.accept(plain);
            driver.schedule(3);
            operation.accept(shuffled);
            Map<String, double[]> other = shuffled.values();
            plain.values()
                    .forEach((name, values) -> assertThat(other.get(name))
                            .as("%s in another order", name)
                            .isEqualTo(values));
        } finally {
            driver.schedule(0);
        }
    }
}
