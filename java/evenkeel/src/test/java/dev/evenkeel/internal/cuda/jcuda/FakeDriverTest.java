package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from our API through JCuda and JNI into a driver, which here is a fake that writes down its calls. */
class FakeDriverTest {
    @TempDir
    private static Path library;

    @TempDir
    private Path folder;

    private ForkedJvm jvm;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        FakeDriver.compile(library);
        jvm = new ForkedJvm(folder)
                .option("-Devenkeel.cuda=on")
                .with("LD_LIBRARY_PATH", library.toString())
                .with("FAKE_CUDA_LOG", folder.resolve("calls.txt").toString());
    }

    @Test
    void theProbeTellsWhatTheDeviceIs() throws Exception {
        assertThat(run("probe")).containsExactly("cuda:0 true Fake GPU, sm_90, 79 GiB, driver 12.8");
        assertThat(calls()).noneMatch(call -> call.contains("Ctx"));
    }

    @Test
    void aDeviceOlderThanThePtxIsUnusable() throws Exception {
        jvm.with("FAKE_CUDA_CAPABILITY", "61");
        assertThat(run("probe"))
                .first()
                .isEqualTo(
                        "cuda:0 false Fake GPU, sm_61, 79 GiB, driver 12.8: older than sm_75 (Turing), the oldest that"
                                + " the kernels are compiled for");
    }

    @ParameterizedTest
    @CsvSource({
        "cuInit:1:100, cuda:0 false DeviceException: cuInit failed: CUDA_ERROR_NO_DEVICE (100)",
        "cuDeviceGetCount:1:3, cuda:0 false DeviceException: cuDeviceGetCount failed: CUDA_ERROR_NOT_INITIALIZED (3)"
    })
    void aDriverThatDoesNotWorkIsAReason(String plan, String line) throws Exception {
        jvm.with("FAKE_CUDA_FAIL", plan);
        assertThat(run("probe")).first().isEqualTo(line);
    }

    @Test
    void aMissingDriverIsAReasonOfOneLine() throws Exception {
        jvm.with("LD_LIBRARY_PATH", "");
        assertThat(run("probe"))
                .first()
                .asString()
                .matches("cuda:0 false .*libcuda\\.so\\.1: cannot open shared object file.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0"})
    void elementsOfEveryTypeComeBackAsTheyWent(String pools) throws Exception {
        jvm.with("FAKE_CUDA_POOLS", pools);
        assertThat(run("memory")).containsExactly("F32 true true", "F16 true true", "BF16 true true", "F64 true true");
        List<String> calls = calls();
        String suffix = pools.equals("1") ? "Async" : "_v2";
        assertThat(calls)
                .filteredOn(call -> call.startsWith("cuMemAlloc" + suffix))
                .hasSize(8);
        assertThat(calls)
                .filteredOn(call -> call.startsWith("cuMemFree" + suffix))
                .hasSize(8);
        assertThat(calls).filteredOn(call -> call.startsWith("cuMem")).allMatch(call -> call.split(" ")[1].equals("1"));
    }

    @Test
    void theArgumentsThatArriveAreThoseThatWereEncoded() throws Exception {
        List<String> told = run("operations");
        List<String> arrived = calls().stream()
                .filter(call -> call.startsWith("cuLaunch"))
                .map(call -> call.replaceFirst("^cuLaunch(Cooperative)?Kernel 1 ", ""))
                .toList();
        assertThat(arrived).isEqualTo(told);
        assertThat(arrived).anyMatch(launch -> launch.contains(" packed "));
        assertThat(arrived).anyMatch(launch -> launch.contains(" cooperative "));
        assertThat(arrived.get(0)).startsWith("evenkeel_row_norm_forward_v2_f32 1 1 1 128 1 1 0 packed ");
        assertThat(arrived.get(0))
                .endsWith(
                        "0800000000000000" + "6000000000000000" + "000000000000000010000000" + "bd378635" + "00000000");
        assertThat(calls().stream()
                        .filter(call -> call.startsWith("cuMemAllocAsync"))
                        .count())
                .isEqualTo(calls().stream()
                        .filter(call -> call.startsWith("cuMemFreeAsync"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-reads-codes", "host-exceptions"})
    void failuresCarryCodeNameAndOperation(String host) throws Exception {
        jvm.with("FAKE_CUDA_FAIL", "cuMemAllocAsync:1:2");
        assertThat(run("allocate", host))
                .containsExactly(
                        "2 CUDA_ERROR_OUT_OF_MEMORY",
                        "cuMemAllocAsync of 4000 bytes failed: CUDA_ERROR_OUT_OF_MEMORY (2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-reads-codes", "host-exceptions"})
    void aResultThatJCudaDoesNotKnowKeepsItsNumber(String host) throws Exception {
        jvm.with("FAKE_CUDA_FAIL", "cuMemAllocAsync:1:990");
        assertThat(run("allocate", host)).first().isEqualTo("990 INVALID CUresult: 990");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-reads-codes", "host-exceptions"})
    void theCompilersLogIsInTheMessage(String host) throws Exception {
        assertThat(run("compile", host))
                .containsExactly(
                        "218 CUDA_ERROR_INVALID_PTX",
                        "cuModuleLoadDataEx of PTX .version 7.0 .target sm_75 failed: CUDA_ERROR_INVALID_PTX (218)",
                        "ptxas application ptx input, line 7; error: bogus is no instruction");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-reads-codes", "host-exceptions"})
    void aKernelThatIsNotThereIsNamed(String host) throws Exception {
        assertThat(run("function", host))
                .containsExactly(
                        "500 CUDA_ERROR_NOT_FOUND",
                        "cuModuleGetFunction of nowhere failed: CUDA_ERROR_NOT_FOUND (500)");
    }

    @ParameterizedTest
    @CsvSource({"cuStreamCreate:1:2", "cuDevicePrimaryCtxRetain:1:2"})
    void aDeviceThatCannotBeOpenedIsUnavailable(String plan) throws Exception {
        jvm.with("FAKE_CUDA_FAIL", plan);
        assertThat(run("open"))
                .containsExactly("device cuda:0 is not available: " + plan.split(":")[0]
                        + (plan.startsWith("cuStream") ? "" : " of device 0")
                        + " failed: CUDA_ERROR_OUT_OF_MEMORY (2)");
        assertThat(calls().stream()
                        .filter(call -> call.startsWith("cuDevicePrimaryCtxRelease"))
                        .count())
                .isEqualTo(plan.startsWith("cuStream") ? 1 : 0);
    }

    @Test
    void theHostsContextStaysCurrent() throws Exception {
        assertThat(run("context"))
                .contains("opened true", "used true", "218 CUDA_ERROR_INVALID_PTX", "failed true", "closed true")
                .endsWith("emptied true");
        assertThat(calls())
                .filteredOn(call -> call.startsWith("cuMem") || call.startsWith("cuStream"))
                .allMatch(call -> call.split(" ")[1].equals("2"));
        assertThat(calls()).last().asString().startsWith("cuDevicePrimaryCtxRelease_v2");
    }

    @Test
    void eventsTellTheTimeBetweenThem() throws Exception {
        assertThat(run("events")).containsExactly("calls between: 3.0");
        assertThat(calls())
                .filteredOn(call -> call.startsWith("cuEventDestroy"))
                .hasSize(2);
    }

    @Test
    void whatLiesInTheTemporaryFolderIsNeitherLoadedNorChanged() throws Exception {
        Path planted = jvm.temporaryFolder().resolve(NativeLibraries.fileName("JCudaDriver"));
        Files.writeString(planted, "no library");
        assertThat(run("probe")).first().asString().startsWith("cuda:0 true");
        assertThat(planted).hasContent("no library");
        try (Stream<Path> left = Files.list(jvm.temporaryFolder())) {
            assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
                    .containsExactly(planted);
        }
    }

    /** Runs the program, which is to end well and print nothing but what it tells. */
    private List<String> run(String... arguments) throws IOException, InterruptedException {
        ForkedJvm.Result result = jvm.run(FakeDriverProgram.class, arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        return result.out();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls.txt"));
    }
}
