package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every PTX file of the jar becomes machine code for every architecture that it can go to, and keeps all its values
 * in registers. Says nothing of other compilers: drivers bring their own. The figures are left in
 * {@code target/ptx-registers.txt}.
 */
class PtxAssemblyTest {
    private static final List<String> FILES = List.of(
            "layer_norm_forward",
            "layer_norm_backward",
            "param_grad_finish",
            "batch_norm_stats",
            "batch_norm_apply",
            "batch_norm_backward");

    private static final Map<Integer, List<Integer>> ARCHITECTURES =
            Map.of(75, List.of(75, 80, 86, 89, 90), 80, List.of(80, 86, 89, 90), 90, List.of(90));

    /** Bytes that a kernel may spill, by {@code entry sm}. Whoever adds a line writes down why. */
    private static final Map<String, Integer> SPILL_BUDGET = Map.of();

    private static final List<String> REPORT = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void load() throws IOException {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(platform.equals("Linux amd64"), "JCuda's PTX compiler is tried on Linux amd64, this is " + platform);
        PtxAssembler.load();
    }

    @AfterAll
    static void report() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", ""), "target");
        if (!REPORT.isEmpty() && Files.isDirectory(folder)) {
            Files.write(
                    folder.resolve("ptx-registers.txt"),
                    REPORT.stream().sorted().toList());
        }
    }

    static Stream<Arguments> targets() {
        return ARCHITECTURES.keySet().stream()
                .sorted()
                .flatMap(target -> FILES.stream().map(file -> Arguments.of(target, file)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aFileAssemblesWithoutSpills(int target, String file) throws IOException {
        String ptx = ptx(target, file);
        int entries = ptx.split("\\.entry ", -1).length - 1;
        ARCHITECTURES.get(target).parallelStream().forEach(arch -> {
            List<AssembledKernel> kernels = AssembledKernel.parse(PtxAssembler.compile(ptx, arch));
            assertThat(kernels).hasSize(entries);
            for (AssembledKernel kernel : kernels) {
                REPORT.add(String.format("compute_%d sm_%d %s", target, arch, kernel));
                int budget = SPILL_BUDGET.getOrDefault(kernel.entry() + " sm_" + arch, 0);
                assertThat(kernel.spilledBytes())
                        .as("%s on sm_%d", kernel, arch)
                        .isLessThanOrEqualTo(budget);
                assertThat(kernel.stackBytes()).as("%s on sm_%d", kernel, arch).isLessThanOrEqualTo(budget);
            }
        });
    }

    @Test
    void everyFileAndTargetIsTried() throws IOException {
        Path ptx = Path.of(System.getProperty("basedir", ""), "..", "..", "kernels", "ptx");
        try (Stream<Path> tree = Files.walk(ptx)) {
            assertThat(tree.filter(path -> path.toString().endsWith(".ptx"))
                            .map(path -> ptx.relativize(path).toString()))
                    .containsExactlyInAnyOrderElementsOf(targets()
                            .map(Arguments::get)
                            .map(target -> "compute_" + target[0] + "/" + target[1] + ".ptx")
                            .toList());
        }
    }

    @Test
    void registersOfOneKernel() throws IOException {
        String ptx = ptx(80, "param_grad_finish");
        assertThat(PtxAssembler.registers(ptx, "evenkeel_param_grad_finish_bf16", 80))
                .hasEntrySatisfying(
                        "evenkeel_param_grad_finish_bf16", n -> assertThat(n).isBetween(16, 255));
        assertThat(PtxAssembler.registers(
                        ptx.replaceFirst("\tret;", "\tbogus;"), "evenkeel_param_grad_finish_bf16", 80))
                .isEmpty();
    }

    @Test
    void brokenPtxIsAnErrorThatNamesTheLine() throws IOException {
        String broken = ptx(80, "param_grad_finish").replaceFirst("\tret;", "\tbogus;");
        assertThatThrownBy(() -> PtxAssembler.compile(broken, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bogus");
    }

    @Test
    void whatWouldTakeTheJvmDownIsRefusedBeforehand() {
        for (String text :
                List.of("", "garbage", ".version 7.0\n", ".version 7.0\n.target sm_80\n.address_size 64\n")) {
            assertThatThrownBy(() -> PtxAssembler.compile(text, 80))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("PTX without .");
        }
    }

    private static String ptx(int target, String file) throws IOException {
        String path = "/dev/evenkeel/ptx/compute_" + target + "/" + file + ".ptx";
        try (InputStream in = PtxAssemblyTest.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
