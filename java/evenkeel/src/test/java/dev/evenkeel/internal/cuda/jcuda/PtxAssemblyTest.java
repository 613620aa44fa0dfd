package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
                .flatMap(target -> AssembledFiles.ownNames(target).stream().map(file -> Arguments.of(target, file)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aFileAssemblesWithoutSpills(int target, String file) {
        int entries = AssembledFiles.text(target, file).split("\\.entry ", -1).length - 1;
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
    void theOldestTargetHasAllFilesAndNewerOnesWhereTheirCodeDiffers() {
        List<String> all = AssembledFiles.ownNames(75);
        assertThat(all).isNotEmpty();
        assertThat(all).containsAll(AssembledFiles.ownNames(80)).containsAll(AssembledFiles.ownNames(90));
        for (String file : AssembledFiles.ownNames(80)) {
            assertThat(code(80, file)).as(file).isNotEqualTo(code(75, file));
        }
        for (String file : AssembledFiles.ownNames(90)) {
            assertThat(code(90, file)).as(file).isNotEqualTo(code(80, file));
        }
    }

    private static String code(int target, String file) {
        return AssembledFiles.text(target, file).replaceAll("(?m)^\\.(version|target) .*$", "");
    }

    @Test
    void registersOfOneKernel() {
        String ptx = AssembledFiles.text(80, "row_norm_finish");
        assertThat(PtxAssembler.registers(ptx, "evenkeel_row_norm_finish_f32", 80))
                .hasEntrySatisfying(
                        "evenkeel_row_norm_finish_f32", n -> assertThat(n).isBetween(16, 255));
        assertThat(PtxAssembler.registers(ptx.replaceFirst("\nret;", "\nbogus;"), "evenkeel_row_norm_finish_f32", 80))
                .isEmpty();
    }

    @Test
    void brokenPtxIsAnErrorThatNamesTheLine() {
        String broken = AssembledFiles.text(80, "row_norm_finish").replaceFirst("\nret;", "\nbogus;");
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
}
