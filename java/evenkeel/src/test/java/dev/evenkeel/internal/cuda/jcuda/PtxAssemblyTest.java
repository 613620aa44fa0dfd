package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every PTX file of the jar becomes machine code for every architecture that it can go to, and keeps all its values
 * in registers. Says nothing of other compilers: drivers bring their own. The figures are in
 * {@code kernels/ptx/RESOURCES.md}, which {@link ResourceTableTest} compares.
 */
class PtxAssemblyTest {
    /** Bytes that a kernel may spill, by {@code entry sm}. Whoever adds a line writes down why. */
    private static final Map<String, Integer> SPILL_BUDGET = Map.of();

    @BeforeEach
    void load() throws IOException {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(platform.equals("Linux amd64"), "JCuda's PTX compiler is tried on Linux amd64, this is " + platform);
        PtxAssembler.load();
    }

    static Stream<Arguments> targets() {
        return AssembledFiles.ARCHITECTURES.keySet().stream()
                .sorted()
                .flatMap(target -> AssembledFiles.names(target).stream().map(file -> Arguments.of(target, file)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aFileAssemblesWithoutSpills(int target, String file) throws IOException {
        int entries = ptx(target, file).split("\\.entry ", -1).length - 1;
        AssembledFiles.ARCHITECTURES.get(target).parallelStream().forEach(arch -> {
            List<KernelResources> kernels = AssembledFiles.assemble(target, file, arch);
            assertThat(kernels).hasSize(entries);
            for (KernelResources kernel : kernels) {
                int budget = SPILL_BUDGET.getOrDefault(kernel.entry() + " sm_" + arch, 0);
                assertThat(kernel.spilledBytes())
                        .as("%s on sm_%d", kernel, arch)
                        .isLessThanOrEqualTo(budget);
                assertThat(kernel.stackBytes()).as("%s on sm_%d", kernel, arch).isLessThanOrEqualTo(budget);
            }
        });
    }

    @Test
    void everyTargetHasTheSameFiles() throws IOException {
        try (Stream<Path> folders = Files.list(AssembledFiles.PTX)) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrder("compute_75", "compute_80", "compute_90");
        }
        assertThat(AssembledFiles.names(80)).isNotEmpty();
        assertThat(AssembledFiles.names(75)).isEqualTo(AssembledFiles.names(80));
        assertThat(AssembledFiles.names(90)).isEqualTo(AssembledFiles.names(80));
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
