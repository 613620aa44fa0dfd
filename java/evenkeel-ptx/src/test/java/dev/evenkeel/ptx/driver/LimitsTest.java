package dev.evenkeel.ptx.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.jcuda.PtxAssembler;
import dev.evenkeel.ptx.VirtualKernel;
import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import dev.evenkeel.ptx.parse.ModuleParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launches beyond what the architecture or the kernel allows are refused as a driver would. */
class LimitsTest {
    private static final String PTX = """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 p) .maxntid 256, 1, 1
            {
              .shared .align 4 .b8 scratch[1024];
              .reg .b32 %r<2>;
              mov.u32 %r1, scratch;
              ret;
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 257, 1, 1, 0, 257 threads in a block: the kernel is compiled for at most 256",
        "1, 1, 1, 1025, 1, 1, 0, 1025 threads in a block: at most 1024",
        "1, 65536, 1, 32, 1, 1, 0, more than 65535 blocks along y or z",
        "1, 1, 1, 32, 1, 1, 240000, 241024 bytes of shared memory: sm_90 has 232448"
    })
    void isRefused(int gx, int gy, int gz, int bx, int by, int bz, int shared, String message) {
        VirtualKernel kernel = VirtualKernel.text(PTX, "k");

        assertThatThrownBy(() -> kernel.launch(new Geometry(gx, gy, gz, bx, by, bz, shared, false), 0L))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("launch of k")
                .hasMessageContaining("CUDA_ERROR_INVALID_VALUE")
                .hasMessageContaining(message);
    }

    /** 64 registers are what there is for each of 1024 threads. */
    @Test
    void moreRegistersThanThereAreAreRefused() {
        VirtualKernel kernel = VirtualKernel.resource("features", "many_registers", 0);
        assumeTrue(!PtxAssembler.registers(PTX, "k", 80).isEmpty(), "JCuda's PTX compiler does not load here");
        long x = kernel.floats(new float[72 * 512]);
        long y = kernel.unwritten(512);

        assertThatThrownBy(() -> kernel.launch(Geometry.of(1, 1024), x, y, 1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("launch of many_registers")
                .hasMessageContaining("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES")
                .hasMessageMatching("(?s).*1024 threads of \\d+ registers take \\d+: a block can have 65536.*");

        kernel.launch(Geometry.of(1, 512), x, y, 1);
        assertThat(kernel.findings()).isEmpty();
    }

    /** As many threads as a kernel says that it may have at most. */
    @ParameterizedTest
    @CsvSource({
        "75, 75, forward",
        "75, 75, backward",
        "80, 80, forward",
        "80, 80, backward",
        "90, 80, forward",
        "90, 80, backward"
    })
    void shippedKernelsOfBlocksThatAreLargeAreNot(int architecture, int target, String pass) throws IOException {
        assumeTrue(!PtxAssembler.registers(PTX, "k", 80).isEmpty(), "JCuda's PTX compiler does not load here");
        String file = "row_norm_" + pass + ".ptx";
        String ptx = Files.readString(Path.of("../../kernels/ptx/compute_" + target, file));
        VirtualModule module =
                new VirtualModule(ptx, architecture, new Machine(null, 0, 1).load(ModuleParser.parse(file, ptx)));

        List<String> entries = Pattern.compile("\\.entry (\\w+)")
                .matcher(ptx)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(entries).isNotEmpty().allSatisfy(entry -> {
            VirtualModule.Function function = (VirtualModule.Function) module.function(entry);
            int threads = function.kernel().bounds().get("maxntid").get(0);
            assertThat(function.registers()).isPositive();
            assertThat(RegisterFile.problem(function.registers(), Geometry.of(1, threads)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "64, 1024, true",
        "65, 1024, false",
        "255, 256, true",
        "255, 257, false",
        "128, 512, true",
        "80, 768, true"
    })
    void registersAreDealtOutToFourWarps(int registers, int threads, boolean fits) {
        assertThat(RegisterFile.problem(registers, Geometry.of(1, threads)).isEmpty())
                .isEqualTo(fits);
        assertThat(RegisterFile.canOverflow(Geometry.of(1, threads))).isEqualTo(threads > 256);
    }

    @Test
    void argumentsOfTheWrongSizeAreRefused() {
        VirtualKernel kernel = VirtualKernel.text(PTX, "k");

        assertThatThrownBy(() -> kernel.launch(Geometry.of(1, 32), 0L, 1))
                .hasMessageContaining("12 bytes of arguments for 8 of parameters");
    }

    @Test
    void aFaultIsSticky() {
        VirtualKernel kernel = VirtualKernel.resource("faults", "plain_copy", 0);
        assertThatThrownBy(() -> kernel.launch(Geometry.of(1, 32), 0L, 0L, 1))
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");

        assertThatThrownBy(() -> kernel.unwritten(4))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("a call after a failed launch")
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
    }

    @Test
    void memoryEnds() {
        VirtualKernel kernel = VirtualKernel.text(PTX, "k");

        assertThatThrownBy(() -> kernel.driver().allocate(1L << 40)).hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
        assertThatThrownBy(() -> kernel.driver().free(12345)).hasMessageContaining("CUDA_ERROR_INVALID_VALUE");
    }
}
