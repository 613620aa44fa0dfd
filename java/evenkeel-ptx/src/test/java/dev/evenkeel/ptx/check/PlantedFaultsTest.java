package dev.evenkeel.ptx.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DeviceException;
import dev.evenkeel.ptx.VirtualKernel;
import dev.evenkeel.ptx.check.Finding.Kind;
import dev.evenkeel.ptx.machine.Geometry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels with one fault each: it is found, and named with kernel, line and thread. */
class PlantedFaultsTest {
    private static final int COUNT = 256;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    missing_syncthreads        | RACE              | 1 | 256 | 256 | shared memory
                    missing_second_syncthreads | RACE              | 1 | 256 | 256 | shared memory
                    missing_syncwarp           | RACE              | 1 | 32  | 32  | shared memory
                    index_too_far              | OUT_OF_BOUNDS     | 2 | 128 | 256 | 0 bytes after the end of allocation 1 of 1024 bytes
                    store_too_far              | OUT_OF_BOUNDS     | 3 | 128 | 256 | 0 bytes after the end of allocation 2 of 1024 bytes
                    shared_too_far             | OUT_OF_BOUNDS     | 1 | 64  | 64  | 0 bytes after the end of variable
                    wrong_shuffle_mask         | WRONG_MEMBERS     | 1 | 32  | 16  | lane 16 is missing
                    shuffle_not_named          | WRONG_MEMBERS     | 1 | 32  | 32  | lane 16 is not named in the mask
                    global_race                | RACE              | 4 | 64  | 256 | byte 0 of allocation 2
                    block_race                 | RACE              | 4 | 64  | 256 | allocation 2
                    uninitialized_shared       | UNDEFINED         | 1 | 256 | 256 | shared memory
                    uninitialized_global       | NEVER_WRITTEN     | 1 | 32  | 32  | byte 0 of allocation 2
                    uninitialized_local        | UNDEFINED         | 1 | 32  | 2   | local memory
                    misaligned_vector          | MISALIGNED        | 1 | 32  | 32  | byte 4 of allocation 1
                    missing_async_wait         | UNFINISHED_COPY   | 1 | 256 | 256 | shared memory
                    async_wait_without_barrier | RACE              | 1 | 256 | 256 | shared memory
                    async_overwrite            | RACE              | 1 | 64  | 256 | shared memory
                    misaligned_async_copy      | MISALIGNED        | 1 | 32  | 32  | byte 4 of allocation 1
                    divergent_barrier          | DIVERGENT_BARRIER | 1 | 64  | 64  | not all threads
                    early_exit_barrier         | DIVERGENT_BARRIER | 1 | 256 | 96  | ended before
                    """)
    void isFound(String kernel, Kind kind, int grid, int block, int n, String text) {
        List<Finding> findings = run(kernel, 0, Geometry.of(grid, block), n);

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.kernel()).isEqualTo(kernel);
            assertThat(finding.message())
                    .contains("kernel " + kernel + ", " + kernel + ".ptx:" + finding.line() + " `")
                    .contains("thread (")
                    .contains(text);
        });
    }

    /** Blocks that tell each other by an atomic how far they are, with something missing around it. */
    @ParameterizedTest
    @ValueSource(strings = {"missing_release", "missing_acquire", "late_release", "block_fence"})
    void isFoundBetweenBlocks(String name) {
        for (long seed = 0; seed < 3; seed++) {
            VirtualKernel kernel = VirtualKernel.resource("faults", name, seed);
            long x = kernel.floats(new float[COUNT]);
            long y = kernel.unwritten(COUNT);

            kernel.launch(Geometry.of(4, 64), x, y, kernel.ints(0), COUNT);

            assertThat(kernel.findings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.RACE);
                assertThat(finding.message())
                        .contains("race: read of 4 bytes")
                        .contains("allocation 2")
                        .contains("unordered with an access of lane 0 of warp 0 of block");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void nothingIsFoundWhereNothingIsWrong(long seed) {
        assertThat(run("clean_reduce", seed, Geometry.of(1, 256), COUNT)).isEmpty();
        assertThat(run("plain_copy", seed, Geometry.of(1, 256), COUNT)).isEmpty();
    }

    @Test
    void aNullPointerIsFound() {
        VirtualKernel kernel = VirtualKernel.resource("faults", "plain_copy", 0);
        long x = kernel.floats(new float[COUNT]);

        List<Finding> findings = launched(kernel, Geometry.of(1, 32), x, 0L, COUNT);

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.OUT_OF_BOUNDS);
        assertThat(findings.get(0).message()).contains("at 0x0").contains("no allocation is near");
    }

    @Test
    void freedMemoryIsFound() {
        VirtualKernel kernel = VirtualKernel.resource("faults", "plain_copy", 0);
        long x = kernel.floats(new float[COUNT]);
        long y = kernel.unwritten(COUNT);
        kernel.driver().free(x);

        List<Finding> findings = launched(kernel, Geometry.of(1, 32), x, y, COUNT);

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.USE_AFTER_FREE);
        assertThat(findings.get(0).message()).contains("byte 0 of freed allocation 1");
    }

    @Test
    void leaksAreFoundWhenTheDeviceIsClosed() {
        VirtualKernel kernel = VirtualKernel.resource("faults", "plain_copy", 0);
        long kept = kernel.unwritten(COUNT);
        kernel.driver().free(kernel.unwritten(COUNT));

        kernel.driver().close();

        assertThat(kept).isPositive();
        assertThat(kernel.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.LEAK);
            assertThat(finding.message()).isEqualTo("allocation 1 of 1024 bytes was not freed");
        });
    }

    private static List<Finding> run(String name, long seed, Geometry geometry, int n) {
        VirtualKernel kernel = VirtualKernel.resource("faults", name, seed);
        long x = kernel.floats(new float[COUNT]);
        long y = kernel.unwritten(COUNT);
        return launched(kernel, geometry, x, y, n);
    }

    private static List<Finding> launched(VirtualKernel kernel, Geometry geometry, long x, long y, int n) {
        try {
            kernel.launch(geometry, x, y, n);
        } catch (DeviceException e) {
            assertThat(e.codeName()).startsWith("CUDA_ERROR_");
        }
        return kernel.findings();
    }
}
