package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputErrorTest {
    @Test
    void isRelativeToTheWholeOutput() {
        OutputError error = OutputError.of(new float[] {3, 4.5f}, new double[] {3, 4});

        assertThat(error.relativeL2()).isCloseTo(0.1, within(1e-15));
        assertThat(error.maxAbs()).isEqualTo(0.5);
    }

    @Test
    void isAbsoluteWhereNothingIsRight() {
        assertThat(OutputError.of(new float[] {3, 4}, new double[2]).relativeL2())
                .isEqualTo(5);
    }

    @Test
    void whatIsNotFiniteShows() {
        OutputError error = OutputError.of(new float[] {Float.NaN, 1}, new double[] {1, 1});

        assertThat(error.relativeL2()).isNaN();
        assertThat(OutputError.worst(List.of(new OutputError(1, 1), error, new OutputError(0, 0))))
                .isNaN();
    }

    @Test
    void outputsThatAreNotTheProblemsAreRefused() {
        Reference reference = new Reference(new double[0], new double[0], new double[0], Map.of("y", new double[2]));

        assertThatThrownBy(() -> OutputError.of(Map.of("z", new float[2]), reference))
                .hasMessageContaining("z");
        assertThatThrownBy(() -> OutputError.of(Map.of("y", new float[3]), reference))
                .hasMessageContaining("3 elements instead of 2");
    }
}
