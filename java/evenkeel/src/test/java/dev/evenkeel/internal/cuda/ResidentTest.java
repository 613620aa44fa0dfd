package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When all of a tensor stays in the device's shared memory. */
class ResidentTest {
    private static final DeviceProperties A100 = device(108, 163, true);

    @ParameterizedTest
    @CsvSource({
        "16384, 64, 1, F16, true",
        "64, 512, 49, F16, true",
        "24, 64, 3136, F16, true", // 9.6 MB
        "64, 64, 3136, F16, false",
        "100352, 64, 1, F32, false",
        "4096, 1001, 1, F16, false", // vectors of two strips
    })
    void staysWhereItFits(long outer, long channels, long inner, DType dtype, boolean fits) {
        Reduction reduction = ChannelWalk.reduction(new ChannelTensor(1, outer, channels, inner, dtype));
        Resident resident = Resident.of(reduction, A100);
        assertThat(resident != null).isEqualTo(fits);
        if (resident != null) {
            LaunchConfig config = resident.config();
            assertThat(config.cooperative()).isTrue();
            assertThat(config.gridX()).isLessThanOrEqualTo(2 * 108);
            assertThat((long) config.gridX() * config.sharedBytes())
                    .isGreaterThanOrEqualTo(outer * channels * inner * dtype.bytes());
        }
    }

    @Test
    void devicesThatCannotDoNot() {
        Reduction reduction = ChannelWalk.reduction(new ChannelTensor(1, 16384, 64, 1, DType.F16));
        assertThat(Resident.of(reduction, device(108, 163, false))).isNull();
        assertThat(Resident.of(reduction, device(1, 163, true))).isNull();
        Reduction samples = ChannelWalk.reduction(new ChannelTensor(2, 16384, 64, 1, DType.F16));
        assertThat(Resident.of(samples, A100)).isNull();
    }

    private static DeviceProperties device(int multiprocessors, int sharedKiB, boolean cooperative) {
        return new DeviceProperties(
                "device",
                8,
                0,
                multiprocessors,
                1L << 30,
                1024,
                1 << 30,
                65535,
                48 << 10,
                sharedKiB << 10,
                40 << 20,
                cooperative,
                12080);
    }
}
