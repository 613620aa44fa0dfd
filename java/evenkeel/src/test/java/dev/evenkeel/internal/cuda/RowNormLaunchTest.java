package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowNormLaunchTest {
    @ParameterizedTest
    @CsvSource({"1, 32", "128, 32", "129, 64", "768, 192", "1024, 256", "4096, 1024", "1000000, 1024"})
    void threadsFollowFromTheLengthOfARow(long cols, int threads) {
        for (long rows : new long[] {1, 7, 100_000}) {
            LaunchConfig config = launch(rows, cols).rows();
            assertThat(config).isEqualTo(new LaunchConfig((int) rows, 1, threads, 1));
        }
    }

    @Test
    void moreRowsThanAGridHoldsAreStridden() {
        assertThat(launch(1L << 40, 1).rows().gridX()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "64, 32, 1",
        "65, 32, 2",
        "4096, 768, 42",
        "16384, 32, 256",
        "1000000, 1, 256",
        "1000000, 40000, 1",
        "1000, 1000000000000, 1"
    })
    void chunksFillTheDeviceButKeepRowsForEachThread(long rows, long cols, int chunks) {
        RowNormLaunch launch = launch(rows, cols);
        assertThat(launch.chunks()).isEqualTo(chunks);
        assertThat(launch.partials().gridY()).isEqualTo(chunks);
        assertThat(launch.partials().blockX()).isEqualTo(32);
        assertThat(launch.partials().blockY()).isEqualTo(8);
        assertThat((long) launch.partials().gridX()).isEqualTo(Math.min((cols + 31) / 32, Integer.MAX_VALUE));
    }

    @Test
    void theLastStageHasAThreadForEachColumn() {
        assertThat(launch(5, 257).finish()).isEqualTo(new LaunchConfig(2, 1, 256, 1));
    }

    private static RowNormLaunch launch(long rows, long cols) {
        return new RowNormLaunch(new RowGeometry(rows, cols, 1e-5, DType.F32, DType.F32, RowNorm.LAYER, 0));
    }
}
