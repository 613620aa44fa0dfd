package dev.evenkeel.internal.cpu.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1,100000",
        "1000000,1",
        "4096,1024",
        "65537,3",
        "7,2147483639",
        "2147483639,1",
        "2147483639,100000"
    })
    void coversEveryItemOnce(long items, long elementsEach) {
        for (long atMost : new long[] {1, 3, 32, Integer.MAX_VALUE}) {
            Split split = Split.of(items, elementsEach, atMost);
            assertThat((long) split.chunks()).isBetween(1L, Math.max(1, atMost));
            if (split.chunks() < 100_000) {
                int next = 0;
                for (int c = 0; c < split.chunks(); c++) {
                    assertThat(split.first(c)).isEqualTo(next);
                    assertThat(split.end(c)).isGreaterThan(next);
                    next = split.end(c);
                }
                assertThat(next).isEqualTo((int) items);
            }
        }
    }
}
