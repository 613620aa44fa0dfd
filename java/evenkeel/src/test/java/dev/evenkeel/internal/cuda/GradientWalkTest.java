package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.GradientWalk.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientWalkTest {
    private static GradientWalk walk(long outer, long channels, long inner, DType dtype) {
        return GradientWalk.of(new ChannelTensor(1, outer, channels, inner, dtype), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 64, 12544, F32, PLANES, 1, 32, 16", // 112 x 112
        "8, 64, 3136, F32, PLANES, 1, 32, 7", // 56 x 56
        "256, 64, 3136, F16, PLANES, 1, 128, 16",
        "32, 256, 784, F32, TILES, 1, 196, 4", // 28 x 28: a tile has one plane of f32, two of f16
        "32, 256, 784, F16, TILES, 1, 196, 4",
        "32, 1024, 196, F32, TILES, 1, 245, 4", // 14 x 14: five planes
        "32, 2048, 49, F16, TILES, 1, 245, 4", // 7 x 7
        "100352, 64, 1, F32, TILES, 1, 16, 784", // channels last: whole rows of 16 vectors
        "100352, 160, 1, F32, TILES, 1, 20, 512", // two tiles of equal width
        "6272, 2048, 1, BF16, TILES, 1, 32, 36",
        "4096, 33, 1, F32, TILES, 8, 66, 22", // eight rows of 33 are whole sectors
        "4096, 257, 1, F32, TILES, 8, 32, 6",
        "1, 3, 5, F32, TILES, 1, 5, 1",
        "4, 2, 1023, F32, PLANES, 1, 64, 1", // no block has planes that end where vectors do
        "5, 1, 1, F64, TILES, 4, 2, 1"
    })
    void followsFromSizes(
            long outer, long channels, long inner, DType dtype, Form form, int copies, int across, int chunks) {
        GradientWalk walk = walk(outer, channels, inner, dtype);
        assertThat(walk)
                .isEqualTo(new GradientWalk(
                        new ChannelTensor(1, outer, channels, inner, dtype), 1, form, copies, across, chunks));
    }

    /** What tiles.cuh takes for granted. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "33, 1", "255, 1", "1020, 1", "2049, 1", "7, 2", "20, 49", "3, 196", "100, 12", "5, 6"})
    void tilesAreWholePlanesAndFitABlock(long channels, long inner) {
        for (DType dtype : DType.values()) {
            for (long outer : new long[] {1, 2, 17, 5000}) {
                GradientWalk walk = walk(outer, channels, inner, dtype);
                long lanes = walk.tensor().lanes();
                long row = LaunchConfig.ceilDiv(walk.copies() * walk.tensor().row(), lanes);
                long tiles = walk.counters();
                long planes = walk.across() * lanes / inner;
                assertThat(walk.form()).isEqualTo(Form.TILES);
                assertThat(outer == 1 || walk.copies() * walk.tensor().row() % lanes == 0)
                        .isTrue();
                assertThat(walk.across()).isLessThanOrEqualTo(ChannelTensor.BLOCK);
                assertThat(walk.across() * lanes % inner).isZero();
                assertThat(tiles).isEqualTo(LaunchConfig.ceilDiv(row, walk.across()));
                assertThat(tiles == 1 ? channels : planes).isLessThanOrEqualTo(ChannelTensor.BLOCK);
                assertThat((long) walk.chunks()).isBetween(1L, outer);
                assertThat(walk.partials()).isEqualTo(channels * walk.chunks() * (tiles == 1 ? 1 : walk.copies()));
            }
        }
    }

    @Test
    void blocksForParametersFollowThoseForElements() {
        GradientWalk walk = walk(100, 64, 784, DType.F32);
        int elements = walk.launch(true, false).gridX();
        assertThat(elements).isEqualTo(64 * walk.chunks());
        assertThat(walk.launch(true, true).gridX()).isEqualTo(elements + 2);
        assertThat(walk.launch(false, true).gridX()).isEqualTo(2);
    }

    /** Chunks, shared bytes of a block. */
    @ParameterizedTest
    @CsvSource({
        "32, 512, 49, F16, 4, 65536", // 7 x 7, all of 1.6 MB twice
        "6272, 64, 1, F32, 38, 90112",
        "4, 64, 3136, F32, 1, 131072",
        "1, 1, 1, F32, 1, 8192"
    })
    void smallTensorsAreHeldOnTheDevice(long outer, long channels, long inner, DType dtype, int chunks, int bytes) {
        GradientWalk walk = GradientWalk.resident(
                new ChannelTensor(1, outer, channels, inner, dtype), 1, device(108, 163 << 10, true));
        assertThat(walk).isNotNull();
        assertThat(walk.chunks()).isEqualTo(chunks);
        LaunchConfig launch = walk.together();
        assertThat(launch.sharedBytes()).isEqualTo(bytes);
        assertThat(launch.cooperative()).isTrue();
        assertThat(launch.gridX()).isLessThanOrEqualTo(108);
    }

    @Test
    void othersAreNot() {
        ChannelTensor small = new ChannelTensor(1, 6272, 64, 1, DType.F32);
        assertThat(GradientWalk.resident(small, 1, device(108, 163 << 10, false)))
                .isNull();
        assertThat(GradientWalk.resident(small, 1, device(30, 163 << 10, true))).isNull();
        assertThat(GradientWalk.resident(small, 1, device(108, 48 << 10, true))).isNull();
        ChannelTensor large = new ChannelTensor(1, 100352, 64, 1, DType.F32);
        assertThat(GradientWalk.resident(large, 1, device(132, 227 << 10, true)))
                .isNull();
    }

    private static DeviceProperties device(int multiprocessors, int shared, boolean cooperative) {
        return new DeviceProperties(
                "", 8, 0, multiprocessors, 1, 1024, 1, 1, 48 << 10, shared, 40 << 20, cooperative, 12000);
    }
}
