package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How tensors are gone over: pure functions of their sizes. */
class ChannelWalkTest {
    @ParameterizedTest
    @CsvSource({
        "802816, 64, 1, F16, 1, 1, 64, 8", // ResNet-50's first layer, channels last: whole rows
        "3136, 2048, 1, F16, 1, 1, 64, 8", // a line of each row, for there are few rows
        "1000000, 2048, 1, F16, 1, 1, 256, 32",
        "16384, 33, 1, F32, 8, 1, 33, 66", // eight rows as one are whole sectors
        "16384, 33, 1, F16, 16, 1, 33, 66",
        "2048, 1000, 1, F16, 1, 1, 128, 16", // rows begin at vectors, every second within a sector
        "4096, 1001, 1, F16, 1, 16, 126, 16", // rows begin at sixteen places in a sector
        "800, 1001, 1, F16, 1, 8, 249, 32", // one chunk: strips read vectors of both, and merge nothing
        "64, 512, 49, F16, 1, 1, 16, 98", // 7 x 7: sixteen planes are whole sectors
        "64, 512, 49, F32, 1, 1, 8, 98",
        "1, 32, 640, F16, 1, 1, 3, 240"
    })
    void stripsOfSmallPlanes(
            long outer, long channels, long inner, DType dtype, int copies, int classes, int strip, int vectors) {
        StripWalk walk = (StripWalk) ChannelWalk.reduction(new ChannelTensor(1, outer, channels, inner, dtype));
        assertThat(walk)
                .extracting(StripWalk::copies, StripWalk::classes, StripWalk::strip, StripWalk::vectors)
                .containsExactly(copies, classes, strip, vectors);
        assertThat(walk.vectors()).isLessThanOrEqualTo(ChannelTensor.BLOCK);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 64, 12544, F16, 64, 16",
        "32, 64, 3136, F16, 128, 8", // 392 vectors: four each of 128 threads
        "1, 1, 100000000, F32, 256, 1024",
        "3, 3, 3249, F32, 32, 2"
    })
    void largePlanesGoPieceByPiece(long outer, long channels, long inner, DType dtype, int team, int chunks) {
        ChannelTensor tensor = new ChannelTensor(1, outer, channels, inner, dtype);
        assertThat(ChannelWalk.reduction(tensor)).isEqualTo(new PlaneWalk(tensor, team, chunks));
    }

    @ParameterizedTest
    @CsvSource({
        "802816, 64, 1, F16, 1, 8",
        "3136, 2048, 1, F16, 1, 8", // a line of each row, for there are few rows
        "16384, 33, 1, F32, 8, 66",
        "64, 512, 49, F16, 1, 32",
        "1, 1000000, 1, F32, 1, 256", // one row
        "2, 3, 1, F32, 8, 2"
    })
    void elementsOfSmallPlanesGoByRows(long outer, long channels, long inner, DType dtype, int fold, int vectors) {
        RowWalk walk = (RowWalk) ChannelWalk.each(new ChannelTensor(1, outer, channels, inner, dtype));
        assertThat(walk).extracting(RowWalk::fold, RowWalk::vectors).containsExactly(fold, vectors);
        assertThat(walk.config().sharedBytes()).isLessThanOrEqualTo(48 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 3, 1", "1, 3, 100", "100000, 1, 1", "3, 1000000, 7", "5, 7, 4096", "100000000, 64, 1"})
    void bitsOfASampleDependOnNoOther(long outer, long channels, long inner) {
        for (DType dtype : DType.values()) {
            Reduction one = ChannelWalk.reduction(new ChannelTensor(1, outer, channels, inner, dtype));
            Reduction many = ChannelWalk.reduction(new ChannelTensor(100, outer, channels, inner, dtype));
            assertThat(many.chunks()).isEqualTo(one.chunks());
            assertThat((long) one.chunks()).isBetween(1L, outer * inner);
            assertThat(many.arrivals()).isEqualTo(100 * one.arrivals());
            assertThat(many.partials()).isEqualTo(100 * one.partials());
        }
    }
}
