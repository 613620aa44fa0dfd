package dev.evenkeel.internal.cpu.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelChunksTest {
    private static final Split SPLIT = new Split(1001, 10);
    private static final long LARGE = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void runsEveryChunkOnce(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(SPLIT.items());
        new ParallelChunks(threads).run(SPLIT, LARGE, (chunk, first, end) -> {
            for (int i = first; i < end; i++) {
                runs.incrementAndGet(i);
            }
        });
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).isEqualTo(1);
        }
    }

    @Test
    void smallWorkStaysOnTheCaller() {
        Thread caller = Thread.currentThread();
        new ParallelChunks(4)
                .run(
                        new Split(100, 10),
                        1,
                        (chunk, first, end) ->
                                assertThat(Thread.currentThread()).isSameAs(caller));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theFailureOfAChunkIsThrownWhenAllHaveStopped(int threads) {
        ParallelChunks chunks = new ParallelChunks(threads);
        assertThatThrownBy(() -> chunks.run(SPLIT, LARGE, (chunk, first, end) -> {
                    if (chunk == 50) {
                        throw new OutOfMemoryError("chunk 50");
                    }
                }))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("chunk 50");
        runsEveryChunkOnce(threads);
    }

    @Test
    void callsFromInsideTasksOfAPoolDoNotBlockEachOther() {
        ParallelChunks chunks = new ParallelChunks(2);
        ForkJoinPool pool = new ForkJoinPool(2);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(pool.submit(() -> chunks.run(
                        SPLIT, LARGE, (chunk, first, end) -> chunks.run(new Split(4, 1), LARGE, (c, f, e) -> {}))));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        });
        pool.shutdown();
    }

    @Test
    void anInterruptWaitsUntilTheWorkIsDone() {
        Thread.currentThread().interrupt();
        runsEveryChunkOnce(2);
        assertThat(Thread.interrupted()).isTrue();
    }
}
