package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchConfigTest {
    @ParameterizedTest
    @CsvSource({"0, 1, 32, 1", "1, 0, 32, 1", "1, 65536, 32, 1", "1, 1, 0, 1", "1, 1, 32, 0", "1, 1, 1024, 2"})
    void whatNoDeviceLaunchesIsRefused(int gridX, int gridY, int blockX, int blockY) {
        assertThatThrownBy(() -> new LaunchConfig(gridX, gridY, blockX, blockY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no launch of %dx%d blocks of %dx%d threads", gridX, gridY, blockX, blockY);
    }

    @Test
    void itemsAreCoveredUpToACap() {
        assertThat(LaunchConfig.perItem(1)).isEqualTo(new LaunchConfig(1, 1, 256, 1));
        assertThat(LaunchConfig.perItem(257)).isEqualTo(new LaunchConfig(2, 1, 256, 1));
        assertThat(LaunchConfig.perItem(Long.MAX_VALUE / 2)).isEqualTo(new LaunchConfig(65535, 1, 256, 1));
    }

    @Test
    void elementsAreCoveredByBlocksAsWideAsTheirRows() {
        assertThat(LaunchConfig.perElement(1, 1)).isEqualTo(new LaunchConfig(1, 1, 1, 256));
        assertThat(LaunchConfig.perElement(70, 5)).isEqualTo(new LaunchConfig(1, 3, 8, 32));
        assertThat(LaunchConfig.perElement(7, 64)).isEqualTo(new LaunchConfig(1, 2, 64, 4));
        assertThat(LaunchConfig.perElement(1 << 20, 1000)).isEqualTo(new LaunchConfig(4, 65535, 256, 1));
    }
}
