package dev.evenkeel.internal.cuda;

import static dev.evenkeel.internal.cuda.RowNormForwardLaunchTest.AMPERE;
import static dev.evenkeel.internal.cuda.RowNormForwardLaunchTest.TURING;
import static dev.evenkeel.internal.cuda.RowNormForwardLaunchTest.device;
import static dev.evenkeel.internal.cuda.RowNormForwardLaunchTest.geometry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.RowNormBackwardLaunch.Rows;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowNormBackwardLaunchTest {
    @ParameterizedTest
    @CsvSource({
        "BF16, 16384, 256", "BF16, 4096, 138", "BF16, 1024, 61", "BF16, 128, 16", "BF16, 100, 13", "BF16, 5, 1",
        "F32, 16384, 256", "F32, 4096, 256", "F32, 1024, 122", "F64, 1024, 122", "F32, 1, 1", "F32, 1000000000000, 256"
    })
    void chunksAddLittleTraffic(DType dtype, long rows, int chunks) {
        assertThat(RowNormChunks.of(geometry(rows, 768, dtype), dtype)).isEqualTo(chunks);
        if (rows >= 1024) {
            double sums = 2.0 * 2 * chunks * dtype.statistics().bytes();
            assertThat(sums / (3.0 * rows * dtype.bytes())).isLessThan(rows >= 4096 ? 0.10 : 0.17);
        }
    }

    @Test
    void rmsNormHasHalfTheSums() {
        RowGeometry rms = new RowGeometry(1024, 768, 1e-5, DType.BF16, DType.BF16, RowNorm.RMS, 0);
        assertThat(RowNormChunks.of(rms, DType.BF16)).isEqualTo(122);
    }

    @ParameterizedTest
    @CsvSource({
        "BF16, 16384, 768, ROW_NORM_BACKWARD_V2, 64, 256",
        "BF16, 1024, 4096, ROW_NORM_BACKWARD_V2, 256, 512",
        "BF16, 4096, 4096, ROW_NORM_BACKWARD_V2, 256, 256",
        "BF16, 4096, 8192, ROW_NORM_BACKWARD_V2, 512, 512",
        "BF16, 4096, 16384, ROW_NORM_BACKWARD_V4, 512, 512",
        "F32, 4096, 8192, ROW_NORM_BACKWARD_V4, 512, 512",
        "F32, 4096, 1536, ROW_NORM_BACKWARD_V2, 192, 192",
        "F32, 4096, 255, ROW_NORM_BACKWARD_ANY, 32, 256",
    })
    void oneLaunchGivesAllGradients(DType dtype, long rows, long cols, Kernel kernel, int lanes, int threads) {
        RowNormBackwardLaunch launch = of(geometry(rows, cols, dtype), true, true, AMPERE);
        Rows over = Objects.requireNonNull(launch.rows());
        assertThat(over.kernel()).isEqualTo(kernel);
        assertThat(over.lanes()).isEqualTo(lanes);
        assertThat(over.config().blockX()).isEqualTo(threads).isBetween(128, 512);
        assertThat(over.config().gridX()).isEqualTo(launch.chunks());
        assertThat(over.finish()).isEqualTo(over.config().cooperative()).isEqualTo(launch.finish() == null);
        assertThat(over.config().cooperative()).isEqualTo(launch.chunks() <= 108 * (512 / threads));
    }

    @Test
    void whereNotAllBlocksRunAtOnceTheLastStageIsALaunchOfItsOwn() {
        RowGeometry geometry = geometry(1024, 4096, DType.BF16);
        for (DeviceProperties device : new DeviceProperties[] {TURING, device(80, 108, 163, false)}) {
            RowNormBackwardLaunch launch = of(geometry, true, true, device);
            assertThat(Objects.requireNonNull(launch.rows()).finish()).isFalse();
            assertThat(launch.chunks()).isEqualTo(61);
            assertThat(launch.finish()).isEqualTo(new LaunchConfig(512, 1, 256, 1));
        }
    }

    @Test
    void dxAloneTakesAsManyBlocksAsThereAreRows() {
        RowNormBackwardLaunch launch = of(geometry(100_000, 4096, DType.BF16), true, false, AMPERE);
        assertThat(Objects.requireNonNull(launch.rows()).config()).isEqualTo(new LaunchConfig(100_000, 1, 256, 1));
        assertThat(launch.finish()).isNull();
    }

    @Test
    void nothingWantedIsNothingLaunched() {
        RowNormBackwardLaunch launch = of(geometry(100, 4096, DType.BF16), false, false, AMPERE);
        assertThat(launch.rows()).isNull();
        assertThat(launch.columns()).isNull();
        assertThat(launch.finish()).isNull();
    }

    @Test
    void sumsOfLongRowsAreTakenByColumns() {
        RowNormBackwardLaunch launch = of(geometry(7, 100_000, DType.F32), true, true, AMPERE);
        assertThat(launch.statistics()).isNull();
        assertThat(launch.columns()).isEqualTo(new LaunchConfig(3125, 1, 32, 8));
        assertThat(Objects.requireNonNull(launch.rows()).sums()).isFalse();
        assertThat(launch.finish()).isNotNull();
        RowNormBackwardFacts unsaved = new RowNormBackwardFacts(
                geometry(7, 100_000, DType.F32), DType.F32, false, false, true, true, false, true);
        RowNormBackwardLaunch own = RowNormBackwardLaunch.of(unsaved, AMPERE);
        assertThat(Objects.requireNonNull(own.statistics()).kernel()).isEqualTo(Kernel.ROW_NORM_FORWARD_ANY);
        assertThat(own.workspace(unsaved)).isEqualTo(100_000 + 3 * 7);
    }

    private static RowNormBackwardLaunch of(
            RowGeometry geometry, boolean dx, boolean parameters, DeviceProperties device) {
        DType dtype = geometry.dtype();
        return RowNormBackwardLaunch.of(
                new RowNormBackwardFacts(geometry, dtype, true, false, dx, parameters, parameters, true), device);
    }
}
