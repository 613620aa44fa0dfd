package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The yardstick: a plain copy on the same device, timed in the same way as {@link NormBenchmark} times. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyBenchmark {
    /** Where it runs. */
    @Param({"scalar", "cpu", "cuda"})
    public String device = "";

    /** Bytes read and bytes written, together. */
    @Param("25165824")
    public long bytes;

    private Rotation rotation = new Rotation();
    private Device where = Device.SCALAR;

    /** Allocates. */
    @Setup
    public void open() {
        where = Devices.require(Device.parse(device));
        Shape half = elements(bytes);
        rotation = Rotation.of(bytes, scope -> {
            Operands operands = Operands.on(where, DType.F32, scope);
            Tensor source = operands.activations(half);
            Tensor target = operands.output(half);
            return new Call(() -> target.copyFrom(source), Map.of("target", target));
        });
    }

    /** What is copied, as float32, to move this many bytes. */
    static Shape elements(long bytes) {
        return Shape.of(Math.max(1, bytes / 2 / DType.F32.bytes()));
    }

    /** Gives the memory back. */
    @TearDown
    public void close() {
        rotation.close();
    }

    /** What is timed. */
    @Benchmark
    @OperationsPerInvocation(NormBenchmark.CALLS)
    public void run() {
        rotation.run(NormBenchmark.CALLS);
        Devices.synchronize(where);
    }
}
