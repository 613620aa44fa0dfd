package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static final Shape IMAGES = Shape.of(32, 64, 56, 14);

    @Test
    void namesAreThoseOfApplyAndShapesThoseInMemory() {
        assertThat(new Problem(Operation.LAYER_NORM_BACKWARD, Shape.of(16, 768)))
                .hasToString("layer-norm-backward 16x768");
        assertThat(new Problem(Operation.BATCH_NORM, IMAGES)).hasToString("batch-norm 32x64x56x14");
        assertThat(new Problem(Operation.BATCH_NORM_LAST_BACKWARD, IMAGES))
                .hasToString("batch-norm-backward 32x56x14x64 channels-last");
    }

    @Test
    void memoryIsOuterTimesParametersTimesInner() {
        Problem first = new Problem(Operation.BATCH_NORM, IMAGES);
        Problem last = new Problem(Operation.BATCH_NORM_LAST, IMAGES);
        Problem rows = new Problem(Operation.RMS_NORM, Shape.of(2, 3, 5));

        assertThat(new int[] {first.outer(), first.parameters(), first.inner(), first.statistics()})
                .containsExactly(32, 64, 56 * 14, 64);
        assertThat(new int[] {last.outer(), last.parameters(), last.inner(), last.statistics()})
                .containsExactly(32 * 56 * 14, 64, 1, 64);
        assertThat(new int[] {rows.outer(), rows.parameters(), rows.inner(), rows.statistics()})
                .containsExactly(6, 5, 1, 6);
    }

    @Test
    void fullRunsHoldTheTableAndThePresets() {
        assertThat(Problems.full())
                .doesNotHaveDuplicates()
                .containsAll(Problems.table())
                .contains(new Problem(Operation.LAYER_NORM, Shape.of(32, 512, 768)))
                .contains(new Problem(Operation.BATCH_NORM, Shape.of(1031, 65)));
        assertThat(Problems.table()).containsAll(Problems.quick());
    }

    @Test
    void problemsAreChosenByTheirText() {
        assertThat(Problems.matching(Problems.table(), Pattern.compile("^batch-norm .*last")))
                .extracting(Problem::toString)
                .containsExactly("batch-norm 32x56x56x64 channels-last");
    }
}
