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
import dev.evenkeel.tensor.TensorScope;
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
    private TensorScope tensors = new TensorScope();
    private Runnable call = () -> {};

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
        tensors = new TensorScope();
        LayerNormCall norm =
                LayerNormCall.of(tensors.add(Tensor.full(SHAPE, 1.5, DType.F32, device)), SHAPE.trailing(1));
        LayerNormResult into =
                new LayerNormResult(tensors.add(Tensor.empty(SHAPE, DType.F32, device)), null, null, null);
        call = () -> Norms.layerNorm(norm, into);
        LaunchRecorder counted = LaunchRecorder.start(device);
        call.run();
        perCall = counted.launches().stream()
                .mapToLong(LaunchRecord::instructions)
                .sum();
        if (watched) {
            meter = counted;
        } else {
            counted.close();
        }
    }

    /** One launch of 256 rows. */
    @Benchmark
    public void layerNorm(Counters counters) {
        call.run();
        counters.instructions += perCall;
    }

    /** Frees the virtual device's memory. */
    @TearDown
    public void free() {
        if (meter != null) {
            meter.close();
        }
        tensors.close();
    }
}
