package dev.evenkeel.internal.cpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices that every JVM has. System property {@code evenkeel.threads} sets how many threads the CPU device uses,
 * {@code evenkeel.simd=false} keeps it from using vectors where the JVM has them.
 */
public final class CpuBackendProvider implements BackendProvider {
    private static final String THREADS = "evenkeel.threads";

    @Override
    public List<Probe> probe() {
        return List.of(
                new Probe(Device.SCALAR, true, "reference loops, float64 accumulation, 1 thread"),
                probeThreads(System.getProperty(THREADS)));
    }

    @Override
    public NormBackend open(Device device) {
        return device.equals(Device.SCALAR)
                ? new ScalarBackend()
                : new CpuBackend(
                        new Execution(new ParallelChunks(threads(System.getProperty(THREADS))), VectorModule.loops()));
    }

    static Probe probeThreads(@Nullable String property) {
        try {
            int threads = threads(property);
            return new Probe(
                    Device.CPU,
                    true,
                    VectorModule.loops().name() + ", " + threads + (threads == 1 ? " thread" : " threads"));
        } catch (IllegalArgumentException e) {
            return new Probe(Device.CPU, false, String.valueOf(e.getMessage()));
        }
    }

    private static int threads(@Nullable String property) {
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!property.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    "system property " + THREADS + " must be a whole number from 1 to 9999, not '" + property + "'");
        }
        return Integer.parseInt(property);
    }
}
