package dev.evenkeel.ptx.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.ptx.VirtualKernel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that use what Evenkeel's own do not, against what they must give, in several schedules. */
class KernelFeaturesTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void blocksWaitForTheGrid(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "grid_barrier", seed);
        int blocks = 6;
        long x = kernel.ints(1, 2, 3, 4, 5, 6);
        long y = kernel.unwritten(2 * blocks);

        kernel.launch(new Geometry(blocks, 1, 1, 64, 1, 1, 0, true), x, y, 0);

        assertThat(kernel.findings()).isEmpty();
        assertThat(kernel.readInts(y, blocks)).containsOnly(21 + blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "last_block, 0",
        "last_block, 1",
        "last_block, 2",
        "last_block_reset, 0",
        "last_block_reset, 1",
        "last_block_reset, 2",
        "last_block_ordered, 0",
        "last_block_ordered, 1",
        "last_block_ordered, 2"
    })
    void theLastBlockSeesWhatTheOthersWrote(String name, long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", name, seed);
        int blocks = 5;
        int threads = 64;
        long x = kernel.ints(IntStream.range(0, blocks * threads).toArray());
        long parts = kernel.unwritten(blocks * threads);
        long count = kernel.ints(0);
        long y = kernel.unwritten(threads);

        for (int turn = 0; turn < 2; turn++) {
            kernel.launch(Geometry.of(blocks, threads), x, parts, count, y);

            assertThat(kernel.findings()).isEmpty();
            assertThat(kernel.readInts(y, threads)).containsOnly(320 * 319 / 2);
            assertThat(kernel.readInts(count, 1)).containsExactly(0);
        }
    }

    @Test
    void fencesAndOrderedAtomics() {
        VirtualKernel kernel = VirtualKernel.resource("features", "fences", 0);
        long y = kernel.ints(new int[12]);

        kernel.launch(Geometry.of(3, 1), y);

        assertThat(kernel.findings()).isEmpty();
        assertThat(kernel.readInts(y, 12)).containsExactly(3, 3, 3, 3, 7, 3, 3, 3, 1, 7, 7, 3);
    }

    @Test
    void hintsOnCachingChangeNothing() {
        VirtualKernel kernel = VirtualKernel.resource("features", "cache_hints", 0);
        int threads = 32;
        long x = kernel.ints(IntStream.range(0, 7 * 4 * threads).toArray());
        long y = kernel.unwritten(7 * 4 * threads);
        long s = kernel.ints(IntStream.range(5000, 5000 + 2 * threads).toArray());
        long t = kernel.unwritten(2 * threads);

        kernel.launch(Geometry.of(1, threads), x, y, s, t);

        assertThat(kernel.findings()).isEmpty();
        assertThat(kernel.readInts(y, 7 * 4 * threads))
                .containsExactly(IntStream.range(0, 7 * 4 * threads).toArray());
        assertThat(kernel.readInts(t, 2 * threads))
                .containsExactly(IntStream.range(5000, 5000 + 2 * threads).toArray());
    }

    /** 163 KiB are what a block of sm_80 can have, 227 of sm_90. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 10, 48 << 10, 100 << 10, 227 << 10})
    void sharedMemoryAsTheLaunchGivesIt(int bytes) {
        VirtualKernel kernel = VirtualKernel.resource("features", "dynamic_shared", 1);
        int n = bytes / 4;
        long x = kernel.ints(IntStream.range(0, n).toArray());
        long y = kernel.unwritten(n);

        kernel.launch(new LaunchConfig(1, 1, 256, 1, bytes, false), x, y, n);

        assertThat(kernel.findings()).isEmpty();
        assertThat(kernel.readInts(y, n))
                .containsExactly(IntStream.range(0, n).map(i -> n - 1 - i).toArray());
        assertThatThrownBy(() -> kernel.launch(new LaunchConfig(1, 1, 256, 1, (227 << 10) + 4, false), x, y, n))
                .hasMessageContaining("232452 bytes of shared memory: sm_90 has 232448");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void atomicsAddUp(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "atomics", seed);
        long y = kernel.ints(new int[7]);
        long f = kernel.floats(0);
        long d = kernel.ints(0, 0);
        long l = kernel.ints(0, 1);

        kernel.launch(Geometry.of(3, 100), y, f, d, l);

        assertThat(kernel.findings()).isEmpty();
        assertThat(kernel.readInts(y, 7)).containsExactly(300, 99, -99, 0, 0xFF, 0, 600);
        assertThat(kernel.readFloats(f, 1)).containsExactly(450);
        assertThat(kernel.readInts(d, 2)).containsExactly(0, (int) (Double.doubleToRawLongBits(75) >>> 32));
        assertThat(kernel.readInts(l, 2)).containsExactly(900, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void lanesTellEachOther(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "warp_functions", seed);
        long y = kernel.unwritten(16 * 32);

        kernel.launch(Geometry.of(1, 32), y);

        assertThat(kernel.findings()).isEmpty();
        for (int lane = 0; lane < 32; lane++) {
            int odd = lane % 2;
            assertThat(kernel.readInts(y + 64L * lane, 15))
                    .as("lane %d", lane)
                    .containsExactly(
                            lane < 3 ? lane : lane - 3,
                            lane > 28 ? lane : lane + 3,
                            lane ^ 5,
                            7,
                            lane % 8 == 0 ? lane : lane - 1,
                            lane / 8 * 8 + 3,
                            0x49249249,
                            1,
                            496,
                            31,
                            odd == 1 ? lane ^ 2 : lane ^ 4,
                            odd == 1 ? 0xAAAAAAAA : 0x55555555,
                            32,
                            lane ^ 1,
                            (lane ^ 1) < 3 ? lane ^ 1 : (lane ^ 1) - 3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void copiesEndWhenTheyAreWaitedFor(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "async_copies", seed);
        int n = 20;
        long x = kernel.ints(IntStream.range(1000, 1256).toArray());
        long y = kernel.unwritten(5 * 32);

        kernel.launch(Geometry.of(1, 32), x, y, n);

        assertThat(kernel.findings()).isEmpty();
        for (int t = 0; t < 32; t++) {
            int other = 31 - t;
            assertThat(kernel.readInts(y + 20L * t, 5))
                    .as("thread %d", t)
                    .containsExactly(
                            1000 + 4 * t + 1,
                            1000 + 128 + 4 * other + 3,
                            other <= n ? 1000 + 2 * other : 0,
                            other < n ? 1000 + 2 * other + 1 : 0,
                            other % 2 == 1 ? 1000 + other : -other);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void copiesGoOnWhileTheBlockWorks(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "async_pipeline", seed);
        int threads = 128;
        int tiles = 7;
        float[] values = new float[tiles * threads];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % threads + 1000 * (i / threads);
        }
        long x = kernel.floats(values);
        long y = kernel.unwritten(threads);

        kernel.launch(Geometry.of(1, threads), x, y, tiles);

        assertThat(kernel.findings()).isEmpty();
        float[] actual = kernel.readFloats(y, threads);
        for (int t = 0; t < threads; t++) {
            assertThat(actual[t]).as("thread %d", t).isEqualTo(21_000 + tiles * (127 - t));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void memoryOfAllKinds(long seed) {
        VirtualKernel kernel = VirtualKernel.resource("features", "shared_kinds", seed);
        int threads = 128;
        int n = 3;
        long y = kernel.unwritten(threads);

        kernel.launch(new Geometry(1, 1, 1, threads, 1, 1, 4 * threads, false), y, n);

        assertThat(kernel.findings()).isEmpty();
        int[] actual = kernel.readInts(y, threads);
        int[] primes = {2, 3, 5, 7};
        for (int t = 0; t < threads; t++) {
            int i = t % 8 * n % 8; // 3 · 3 = 1 modulo 8: the turn that wrote local[t % 8]
            int local = (t + i) % threads * primes[i % 4];
            assertThat(actual[t]).as("thread %d", t).isEqualTo(local + 64_000 + 100_000 + 40);
        }
    }
}
