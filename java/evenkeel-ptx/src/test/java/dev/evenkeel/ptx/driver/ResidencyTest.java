package dev.evenkeel.ptx.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.ptx.machine.Geometry;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many blocks can be there at once, against the figures of CUDA's occupancy calculator. */
class ResidencyTest {
    private static final String PTX = """
            .version 7.0
            .target sm_75
            .address_size 64
            .visible .entry k(.param .u64 p)
            {
              ret;
            }
            """;

    @ParameterizedTest(name = "sm_{0}: {1} threads, {2} bytes of shared memory, {3} registers: {4} blocks")
    @CsvSource({
        "75, 1024, 0, 32, 1",
        "75, 32, 0, 32, 16",
        "75, 128, 65536, 32, 1",
        "75, 128, 32768, 32, 2",
        "75, 256, 0, 128, 2",
        "80, 1024, 0, 32, 2",
        "80, 1024, 0, 64, 1",
        "80, 32, 0, 32, 32",
        "80, 256, 0, 128, 2",
        "80, 256, 0, 255, 1",
        "80, 64, 0, 128, 8",
        "80, 128, 81920, 32, 2",
        "80, 128, 83968, 32, 1",
        "80, 128, 166912, 32, 1",
        "90, 512, 0, 40, 3",
        "90, 128, 115712, 32, 2",
        "90, 128, 115713, 32, 1",
        "90, 128, 232448, 0, 1"
    })
    void blocksOfAMultiprocessor(int capability, int threads, int shared, int registers, int blocks) {
        VirtualDriver driver = driver(capability);
        VirtualModule.Function function =
                (VirtualModule.Function) driver.loadModule("k.ptx", PTX).function("k");
        int most = Limits.multiprocessors(capability) * blocks;

        assertThat(problem(function, most, threads, shared, capability, () -> registers))
                .isEmpty();
        assertThat(problem(function, most + 1, threads, shared, capability, () -> registers))
                .contains(most + 1 + " blocks of " + threads + " threads with " + shared + " bytes of shared memory")
                .contains(Limits.multiprocessors(capability) + " multiprocessors have room for " + blocks + " each");
    }

    @Test
    void registersAreNotAskedForWhereTheyCantDecide() {
        VirtualModule.Function function =
                (VirtualModule.Function) driver(80).loadModule("k.ptx", PTX).function("k");

        String problem = problem(function, 108, 256, 0, 80, () -> {
            throw new AssertionError("registers were counted");
        });

        assertThat(problem).isEmpty();
    }

    @Test
    void onlyCooperativeLaunchesAreRefused() {
        VirtualDriver driver = driver(80);
        CudaModule module = driver.loadModule("k.ptx", PTX);

        driver.launch(module.function("k"), new LaunchConfig(5000, 1, 1024, 1), ByteBuffer.allocate(8), new int[1]);
        driver.launch(module.function("k"), cooperative(216), ByteBuffer.allocate(8), new int[1]);

        assertThatThrownBy(
                        () -> driver.launch(module.function("k"), cooperative(217), ByteBuffer.allocate(8), new int[1]))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("launch of k")
                .hasMessageContaining("CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE")
                .hasMessageContaining("217 blocks of 1024 threads")
                .extracting(e -> ((DeviceException) e).code())
                .isEqualTo(720);
    }

    private static LaunchConfig cooperative(int blocks) {
        return new LaunchConfig(blocks, 1, 1024, 1, 0, true);
    }

    private static VirtualDriver driver(int capability) {
        return new VirtualDriver(new VirtualSettings(capability, VirtualSettings.Checks.FAIL, 0, 1 << 20));
    }

    private static String problem(
            VirtualModule.Function function, int blocks, int threads, int shared, int capability, IntSupplier counted) {
        Geometry geometry = new Geometry(blocks, 1, 1, threads, 1, 1, shared, true);
        return Residency.problem(function.kernel(), geometry, capability, counted);
    }
}
