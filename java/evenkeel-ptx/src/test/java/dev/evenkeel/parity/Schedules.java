package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.ptx.PtxDevices;
import dev.evenkeel.ptx.driver.VirtualBackendProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * In whatever order blocks and warps go, the real kernels give the same bits and the checker finds nothing. Each case
 * has seeds of its own, so that each kernel goes through many: for the code of sm_80 two, and for that of one of the
 * others, which differs little, one.
 */
abstract class Schedules {
    private static final Device MOST = Device.ptx(80);
    private static final List<Device> OTHERS =
            PtxDevices.all().stream().filter(device -> !device.equals(MOST)).toList();

    /** Device, case and seeds. */
    static Stream<Arguments> of(List<?> cases) {
        return IntStream.range(0, cases.size())
                .boxed()
                .flatMap(i -> Stream.of(
                        Arguments.of(MOST, cases.get(i), List.of(2 * i + 1, 2 * i + 2)),
                        Arguments.of(OTHERS.get(i % OTHERS.size()), cases.get(i), List.of(2 * i + 1))));
    }

    static <C> void assertSameInAllOrders(
            Device device, C c, List<Integer> seeds, BiFunction<Device, C, Map<String, double[]>> run) {
        Backends.of(device);
        var driver = Objects.requireNonNull(VirtualBackendProvider.driver(device));
        Map<String, double[]> plain = run.apply(device, c);
        try {
            for (long seed : seeds) {
                driver.schedule(seed);
                run.apply(device, c)
                        .forEach((name, values) -> assertThat(values)
                                .as("%s with seed %d", name, seed)
                                .isEqualTo(plain.get(name)));
            }
        } finally {
            driver.schedule(0);
        }
    }
}
