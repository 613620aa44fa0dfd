package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.ChannelGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelNormLaunchTest {
    @ParameterizedTest
    @CsvSource({
        "32, 64, 1, 1, 2, 1, 32, 8", // few rows
        "100352, 64, 1, 256, 2, 256, 32, 8", // channels last, as of ResNet-50's first layer
        "32, 2048, 49, 1, 2048, 1, 256, 1",
        "32, 64, 12544, 16, 64, 16, 256, 1",
        "1, 1, 100000000, 256, 1, 256, 256, 1",
        "2, 5000, 1000, 1, 5000, 1, 256, 1"
    })
    void reductionsFillTheDevice(
            long outer, long channels, long inner, int chunks, int gridX, int gridY, int blockX, int blockY) {
        ChannelNormLaunch launch = launch(outer, channels, inner);
        assertThat(launch.chunks()).isEqualTo(chunks);
        assertThat(launch.reduce()).isEqualTo(new LaunchConfig(gridX, gridY, blockX, blockY));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 32, 8",
        "100352, 64, 1, 2, 3136, 32, 8",
        "100000000, 64, 1, 2, 65535, 32, 8",
        "32, 2048, 49, 1, 65535, 64, 1",
        "2, 3, 5, 1, 6, 32, 1",
        "32, 64, 12544, 13, 2048, 256, 1"
    })
    void elementwiseLaunchesCoverTheTensor(
            long outer, long channels, long inner, int gridX, int gridY, int blockX, int blockY) {
        assertThat(launch(outer, channels, inner).each()).isEqualTo(new LaunchConfig(gridX, gridY, blockX, blockY));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 3, 1", "1, 3, 100", "100000, 1, 1", "3, 1000000, 7", "1, 1, 1"})
    void noChunkIsEmpty(long outer, long channels, long inner) {
        ChannelNormLaunch launch = launch(outer, channels, inner);
        assertThat((long) launch.chunks()).isBetween(1L, outer * inner);
    }

    private static ChannelNormLaunch launch(long outer, long channels, long inner) {
        return new ChannelNormLaunch(new ChannelGeometry(outer, channels, inner, 1e-5, DType.F32, DType.F32, false));
    }
}
