package dev.evenkeel.ptx;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LayerNormForwardOp;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.ptx.driver.VirtualDriver;
import dev.evenkeel.ptx.driver.VirtualSettings;
import dev.evenkeel.ptx.driver.VirtualSettings.Checks;
import java.lang.management.ManagementFactory;

/**
 * Thread-instructions per second of CPU time on the layer-norm forward kernel, with and without checker and meter. Run
 * it with {@code -XX:ActiveProcessorCount=1}: then one thread does all of the work.
 */
final class LayerNormSpeed {
    private static final Shape SHAPE = Shape.of(256, 1024);
    private static final int ROUNDS = 12;

    private LayerNormSpeed() {}

    public static void main(String[] arguments) {
        for (Checks checks : new Checks[] {Checks.OFF, Checks.FAIL}) {
            for (boolean meter : new boolean[] {false, true}) {
                System.out.printf(
                        "checker %-4s meter %-5s %6.0f million thread-instructions per second and core%n",
                        checks == Checks.OFF ? "off" : "on", meter, measure(checks, meter) / 1e6);
            }
        }
    }

    private static double measure(Checks checks, boolean meter) {
        VirtualDriver driver = new VirtualDriver(new VirtualSettings(80, checks, 0, 1L << 30));
        CudaBackend backend = new CudaBackend(Device.ptx(80), driver);
        int count = (int) SHAPE.count();
        RowGeometry geometry = new RowGeometry(SHAPE.dim(0), SHAPE.dim(1), 1e-5, DType.F32, DType.F32);
        try (Buffer x = backend.allocate(DType.F32, count);
                Buffer y = backend.allocate(DType.F32, count)) {
            backend.upload(HeapBuffer.wrap(new float[count]), x);
            LayerNormForwardOp op = new LayerNormForwardOp(geometry, x, null, null, null, y, null, null, null);
            long[] instructions = new long[1];
            driver.listen((kernel, shape, counts) -> instructions[0] = counts.instructions());
            backend.layerNormForward(op);
            if (!meter) {
                driver.listen(null);
            }
            double best = 0;
            for (int i = 0; i < ROUNDS; i++) {
                long start = cpuNanos();
                backend.layerNormForward(op);
                best = Math.max(best, instructions[0] * 1e9 / (cpuNanos() - start));
            }
            return best;
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
