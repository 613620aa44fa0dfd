package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.WeightGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How weights of all shapes are added up. */
class WeightSumsLaunchTest {
    @ParameterizedTest
    @CsvSource({
        // outer, rows, inner: byColumns, team, lanes, chunks, fold
        "1,    4096,    4096, false, 256, 256,   1, 1",
        "1,    4096,      64, false,  16,  16,   1, 1",
        "1,    4096,      63, false,  64,  64,   1, 1",
        "1,       1, 4194304, false, 256, 256, 512, 1",
        "512,   256,      49, false, 256,  64,   3, 1",
        "512,   256,       9, true,    0,   0,   8, 9",
        "4096, 4096,       1, true,    0,   0,   8, 1",
        "2,       3,       1, true,    0,   0,   1, 1",
        "1,       1,       1, false,   1,   1,   1, 1",
    })
    void rows(long outer, long rows, long inner, boolean byColumns, int team, int lanes, int chunks, int fold) {
        WeightSumsLaunch sums = WeightSumsLaunch.ofRows(new WeightGeometry(outer, rows, inner, DType.F32));
        assertThat(sums.byColumns()).isEqualTo(byColumns);
        assertThat(sums.team()).isEqualTo(team);
        assertThat(sums.lanes()).isEqualTo(lanes);
        assertThat(sums.chunks()).isEqualTo(chunks);
        assertThat(sums.fold()).isEqualTo(fold);
        assertThat(sums.count()).isEqualTo(rows);
        assertThat(sums.parts()).isEqualTo(chunks * fold * rows);
    }

    @ParameterizedTest
    @CsvSource({
        // outer, rows, inner: byColumns, the three dimensions that the kernel sees, chunks
        "1,    4096, 4096, true,  1,    4096, 4096, 8",
        "512,   256,    9, true,  512,   256,    9, 2",
        "4096, 4096,    1, false, 1,    4096, 4096, 1",
        "1,       1,    1, false, 1,       1,    1, 1",
    })
    void columns(
            long outer, long rows, long inner, boolean byColumns, long first, long second, long third, int chunks) {
        WeightSumsLaunch sums = WeightSumsLaunch.ofColumns(new WeightGeometry(outer, rows, inner, DType.F64));
        assertThat(sums.byColumns()).isEqualTo(byColumns);
        assertThat(sums.outer()).isEqualTo(first);
        assertThat(sums.middle()).isEqualTo(second);
        assertThat(sums.inner()).isEqualTo(third);
        assertThat(sums.chunks()).isEqualTo(chunks);
        assertThat(sums.count()).isEqualTo(outer * inner);
        assertThat(sums.fold()).isEqualTo(1);
    }
}
