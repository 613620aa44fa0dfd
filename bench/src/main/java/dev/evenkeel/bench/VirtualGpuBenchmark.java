package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.ptx.LaunchRecord;
import dev.evenkeel.ptx.LaunchRecorder;
import dev.evenkeel.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Thread-instructions per second that the virtual GPU executes of the layer norm forward kernel, on one core. One figure
 * is with checker and meter on, one with both off.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
public class VirtualGpuBenchmark {
    private static final Shape SHAPE = Shape.of(256, 1024);

    /** Whether checker and meter are on. */
    @Param({"false", "true"})
    public boolean watched;

    private long perCall;
    private @Nullable LaunchRecorder meter;
    private Tensor x;
    private Tensor y;

    /** What JMH divides by the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        /** Thread-instructions executed. */
        public long instructions;
    }

    /** Counts the instructions of one call, which are the same for every call. */
    @Setup
    public void allocate() {
        System.setProperty("evenkeel.ptx.check", Boolean.toString(watched));
        Device device = Device.parse("ptx:sm_80");
        x = Tensor.full(SHAPE, 1.5, DType.F32, device);
        y = Tensor.empty(SHAPE, DType.F32, device);
        meter = LaunchRecorder.start(device);
        normalize();
        perCall =
                meter.launches().stream().mapToLong(LaunchRecord::instructions).sum();
        if (!watched) {
            meter.close();
            meter = null;
        }
    }

    /** One launch of 256 rows. */
    @Benchmark
    public void layerNorm(Counters counters) {
        normalize();
        counters.instructions += perCall;
    }

    /** Frees the virtual device's memory. */
    @TearDown
    public void free() {
        if (meter != null) {
            meter.close();
        }
        x.close();
        y.close();
    }

    private void normalize() {
        Norms.layerNorm(LayerNormCall.of(x, SHAPE.trailing(1)), new LayerNormResult(y, null, null, null));
    }
}
