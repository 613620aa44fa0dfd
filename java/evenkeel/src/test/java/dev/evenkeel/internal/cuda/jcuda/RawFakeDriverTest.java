package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import examples.JCudaLayerNorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The raw API through JCuda and JNI into the fake driver: whose context, whose stream, whose memory. */
class RawFakeDriverTest {
    @TempDir
    private static Path library;

    @TempDir
    private Path folder;

    private ForkedJvm jvm;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        FakeDriver.compile(library);
        jvm = new ForkedJvm(folder)
                .with("LD_LIBRARY_PATH", library.toString())
                .with("FAKE_CUDA_LOG", folder.resolve("calls.txt").toString());
    }

    /** The fake computes nothing, which the example notices. */
    @Test
    void theExampleIsOneMoreStepOfAJCudaProgram() throws Exception {
        assertThat(run(JCudaLayerNorm.class)).containsExactly("Test FAILED");
        List<String> calls = calls().stream()
                .filter(call -> !call.startsWith("cuDevice"))
                .map(call -> call.split(" ")[0])
                .toList();
        assertThat(calls)
                .containsExactly(
                        "cuInit",
                        "cuCtxCreate_v2",
                        "cuMemAlloc_v2",
                        "cuMemcpyHtoD_v2",
                        "cuMemAlloc_v2",
                        "cuCtxGetDevice",
                        "cuDriverGetVersion",
                        "cuMemAllocHost_v2",
                        "cuModuleLoadDataEx",
                        "cuModuleGetFunction",
                        "cuLaunchKernel",
                        "cuCtxSynchronize",
                        "cuMemcpyDtoH_v2",
                        "cuModuleUnload",
                        "cuMemFreeHost",
                        "cuMemFree_v2",
                        "cuMemFree_v2",
                        "cuCtxDestroy_v2");
        assertThat(calls()).anyMatch(call -> call.contains("packed on the default stream"));
    }

    @Test
    void aLaunchAllocatesNothingAndWaitsForNothing() throws Exception {
        List<String> told = run(RawFakeDriverProgram.class, "launch");
        assertThat(told).containsExactly("launched");
        List<String> calls = calls();
        List<String> launching = calls.subList(calls.indexOf(mark(calls, 1)) + 1, calls.indexOf(mark(calls, 2)));
        assertThat(launching)
                .isNotEmpty()
                .allMatch(call -> call.startsWith("cuLaunch") || call.startsWith("cuMemsetD32Async"));
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertThat(run(RawFakeDriverProgram.class, "mistakes"))
                .containsExactly(
                        "IllegalStateException: no CUDA context is current: call cuCtxCreate or cuCtxSetCurrent first",
                        "IllegalStateException: x was not given",
                        "IllegalArgumentException: x must be the address of f32 elements, not 0x0",
                        "IllegalArgumentException: rows and cols must be positive, not 0 and 8",
                        "IllegalArgumentException: the workspace is too small",
                        "IllegalStateException: the CUDA context that the kernels were loaded into is not current");
    }

    /** The n-th call that the program makes for a mark in the log. */
    private static String mark(List<String> calls, int nth) {
        return calls.stream()
                .filter(call -> call.startsWith("cuMemcpyHtoD_v2") && call.endsWith(" " + nth))
                .findFirst()
                .orElseThrow();
    }

    private List<String> run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        ForkedJvm.Result result = jvm.run(program, arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return result.out();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls.txt"));
    }
}
