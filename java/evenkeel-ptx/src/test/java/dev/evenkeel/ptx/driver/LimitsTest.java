package dev.evenkeel.ptx.driver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DeviceException;
import dev.evenkeel.ptx.VirtualKernel;
import dev.evenkeel.ptx.machine.Geometry;
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
