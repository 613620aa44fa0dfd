package dev.evenkeel.internal.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void arraysAreLongEnough() {
        try (Scratch scratch = Scratch.open()) {
            for (int n : new int[] {0, 1, 255, 256, 257, 1 << 20, (1 << 20) + 1}) {
                assertThat(scratch.floats(n).length).isGreaterThanOrEqualTo(n);
                assertThat(scratch.doubles(n).length).isGreaterThanOrEqualTo(n);
            }
        }
    }

    @Test
    void noTwoUsersHaveTheSameArray() {
        try (Scratch one = Scratch.open();
                Scratch other = Scratch.open()) {
            float[] first = one.floats(3000);
            assertThat(one.floats(3000)).isNotSameAs(first);
            assertThat(other.floats(3000)).isNotSameAs(first);
        }
    }

    @Test
    void arraysComeBack() {
        double[] first;
        try (Scratch scratch = Scratch.open()) {
            first = scratch.doubles(70_000);
        }
        try (Scratch scratch = Scratch.open()) {
            assertThat(scratch.doubles(65_537)).isSameAs(first);
        }
    }
}
