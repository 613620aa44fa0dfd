package dev.evenkeel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Measurement ROW = new Measurement(
            "layer-norm",
            "f32",
            "4096x768",
            "evenkeel",
            "cpu",
            1550,
            1500.25,
            1600,
            60,
            25_165_824,
            16.236,
            null,
            "Some CPU, 2 threads",
            "",
            "JDK 25",
            "abc",
            "2026-01-31");

    @Test
    void jsonHasOneLineForEachRow() throws Exception {
        assertThat(Measurement.json(List.of(ROW, ROW)).lines())
                .hasSize(4)
                .startsWith("[")
                .element(1)
                .asString()
                .startsWith("{\"op\":\"layer-norm\",\"dtype\":\"f32\",\"shape\":\"4096x768\",\"provider\":\"evenkeel\"")
                .endsWith("\"commit\":\"abc\",\"date\":\"2026-01-31\"},");
    }

    @Test
    void tableLeavesOutWhatWasNotMeasured() {
        assertThat(Report.line(ROW).strip())
                .isEqualTo(
                        "layer-norm                f32   4096x768      cpu            1550       1500       1600     16.2");
    }

    @Test
    void bytesAreTheFewestAnyImplementationMoves() {
        assertThat(Operation.LAYER_NORM.bytes(Shape.of(4096, 768), DType.F32)).isEqualTo(ROW.bytes());
        assertThat(Operation.BATCH_NORM_BACKWARD.bytes(Shape.of(2, 3, 5), DType.BF16))
                .isEqualTo(180);
    }

    @Test
    void largeCallsLeaveTheCachesAndSmallOnesStay() {
        assertThat(Rotation.sets(25_165_824)).isEqualTo(11);
        assertThat(Rotation.sets(1L << 40)).isEqualTo(1);
        assertThat(Rotation.sets(1)).isEqualTo(16);
    }
}
