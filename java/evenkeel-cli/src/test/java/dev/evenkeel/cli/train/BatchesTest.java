package dev.evenkeel.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void everyPositionIsInOneBatch() {
        for (int count : new int[] {2, 15, 16, 17, 33, 100}) {
            for (int size : new int[] {1, 2, 3, 16, 1000}) {
                List<int[]> batches = Batches.shuffled(count, size, new SplittableRandom(1));
                assertThat(batches.stream().flatMapToInt(IntStream::of).sorted())
                        .containsExactlyElementsOf(
                                IntStream.range(0, count).boxed().toList());
                assertThat(batches).allMatch(batch -> size == 1 ? batch.length == 1 : batch.length > 1);
                assertThat(batches).allMatch(batch -> batch.length <= size + 1);
            }
        }
    }

    @Test
    void nanIsNeverRight() {
        double nan = Double.NaN;
        assertThat(new Target(2).right(new double[] {nan, 1, -1, 0}, new int[] {0, 1, 0, 0}))
                .isEqualTo(3);
        assertThat(new Target(3).right(new double[] {1, 2, 0, nan, 0, 0, 0, 3, nan}, new int[] {1, 0, 1}))
                .isEqualTo(1);
    }
}
