package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowNormForwardLaunchTest {
    static final DeviceProperties TURING = device(75, 40, 64, true);
    static final DeviceProperties AMPERE = device(80, 108, 163, true);

    @ParameterizedTest
    @CsvSource({
        "BF16, 16, ROW_NORM_FORWARD_V2, 8, 128",
        "BF16, 128, ROW_NORM_FORWARD_V2, 8, 128",
        "BF16, 144, ROW_NORM_FORWARD_V2, 16, 128",
        "BF16, 512, ROW_NORM_FORWARD_V2, 32, 128",
        "BF16, 768, ROW_NORM_FORWARD_V4, 32, 128",
        "BF16, 1024, ROW_NORM_FORWARD_V4, 32, 128",
        "BF16, 1040, ROW_NORM_FORWARD_V4, 64, 128",
        "BF16, 4096, ROW_NORM_FORWARD_V4, 128, 128",
        "BF16, 5120, ROW_NORM_FORWARD_V4, 160, 160",
        "BF16, 16384, ROW_NORM_FORWARD_V4, 512, 512",
        "F32, 768, ROW_NORM_FORWARD_V4, 64, 128",
        "F32, 8192, ROW_NORM_FORWARD_V4, 512, 512",
        "F64, 4096, ROW_NORM_FORWARD_V4, 512, 512",
        "BF16, 1000, ROW_NORM_FORWARD_ANY, 32, 128",
        "F32, 8196, ROW_NORM_FORWARD_ANY, 512, 512",
        "BF16, 16392, ROW_NORM_FORWARD_ANY, 512, 512",
        "BF16, 255, ROW_NORM_FORWARD_ANY, 16, 128",
        "F32, 2, ROW_NORM_FORWARD_ANY, 8, 128",
    })
    void threadsFollowFromTheLengthOfARow(DType dtype, long cols, Kernel kernel, int lanes, int threads) {
        for (long rows : new long[] {1, 7, 100_000}) {
            RowNormForwardLaunch launch = of(geometry(rows, cols, dtype), dtype, false, true, AMPERE);
            assertThat(launch.kernel()).isEqualTo(kernel);
            assertThat(launch.lanes()).isEqualTo(lanes);
            assertThat(launch.config().blockX()).isEqualTo(threads);
            long perBlock = threads / lanes;
            assertThat((long) launch.config().gridX()).isEqualTo((rows + perBlock - 1) / perBlock);
        }
    }

    static Stream<Arguments> calls() {
        return Stream.of(TURING, AMPERE, device(90, 132, 227, true))
                .flatMap(device -> Arrays.stream(DType.values())
                        .flatMap(dtype -> LongStream.of(1, 3, 8, 100, 255, 1000, 4099, 16384, 40000, 100003, 1L << 32)
                                .mapToObj(cols -> Arguments.of(device, dtype, cols))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void rowsOfAnyKindFit(DeviceProperties device, DType dtype, long cols) {
        for (boolean residual : new boolean[] {false, true}) {
            for (boolean aligned : new boolean[] {false, true}) {
                for (DType y : dtype == DType.F64 ? new DType[] {dtype} : new DType[] {dtype, DType.F32}) {
                    RowNormForwardLaunch own = of(geometry(9, cols, dtype), y, residual, aligned, device);
                    RowNormForwardLaunch any = RowNormForwardLaunch.any(
                            new RowNormForwardFacts(geometry(9, cols, dtype), y, residual, aligned), device);
                    assertThat(own.lanes()).as("the order of sums").isEqualTo(any.lanes());
                    assertThat(any.config().sharedBytes())
                            .isPositive()
                            .isLessThanOrEqualTo(device.sharedMemoryOptIn() - 2048);
                    assertThat(any.vectors()).isBetween(1, RowBlocks.MAX_VECTORS);
                    assertThat(any.kept()).isNotNegative();
                }
            }
        }
    }

    @Test
    void whatFitsInSharedMemoryIsReadOnce() {
        RowNormForwardLaunch fits = of(geometry(1, 32768, DType.F32), DType.F32, false, true, AMPERE);
        assertThat(fits.kept()).isEqualTo(4);
        assertThat(fits.config().sharedBytes()).isEqualTo(4 * 32768);
        RowNormForwardLaunch most = of(geometry(1, 65536, DType.F32), DType.F32, false, true, AMPERE);
        assertThat(most.kept()).isEqualTo(4);
        assertThat(most.config().sharedBytes()).isEqualTo(5 * 32768);
    }

    @Test
    void typesThatDifferMeetInFloat() {
        RowNormForwardLaunch launch = of(geometry(1, 4096, DType.BF16), DType.F32, false, true, AMPERE);
        assertThat(launch.kernel()).isEqualTo(Kernel.ROW_NORM_FORWARD_ANY);
        assertThat(launch.dtype()).isEqualTo(DType.F32);
        assertThat(of(geometry(1, 4096, DType.F32), DType.F16, false, true, AMPERE)
                        .dtype())
                .isEqualTo(DType.F32);
    }

    @Test
    void moreRowsThanAGridHoldsAreStridden() {
        assertThat(of(geometry(1L << 40, 8, DType.F32), DType.F32, false, true, AMPERE)
                        .config()
                        .gridX())
                .isEqualTo(Integer.MAX_VALUE);
    }

    static RowGeometry geometry(long rows, long cols, DType dtype) {
        return new RowGeometry(rows, cols, 1e-5, dtype, dtype, RowNorm.LAYER, 0);
    }

    static DeviceProperties device(int capability, int multiprocessors, int sharedKib, boolean cooperative) {
        return new DeviceProperties(
                "Device",
                capability / 10,
                capability % 10,
                multiprocessors,
                1L << 34,
                1024,
                Integer.MAX_VALUE,
                65535,
                48 << 10,
                sharedKib << 10,
                40 << 20,
                cooperative,
                12080);
    }

    private static RowNormForwardLaunch of(
            RowGeometry geometry, DType y, boolean residual, boolean aligned, DeviceProperties device) {
        return RowNormForwardLaunch.of(new RowNormForwardFacts(geometry, y, residual, aligned), device);
    }
}
