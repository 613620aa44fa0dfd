package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.TensorScope;
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

/**
 * Time of one call of a normalization, host side included: launching it, and a share of waiting for the device. All
 * tensors are allocated beforehand; the first result is checked against the reference before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class NormBenchmark {
    /** Calls between two waits for the device, as in a network of so many layers. */
    static final int CALLS = 16;

    /** Where it runs. */
    @Param({"scalar", "cpu", "cuda"})
    public String device = "";

    /** Type of x, y, dy, dx, and of the parameters. */
    @Param({"f32", "f16", "bf16"})
    public String dtype = "";

    /** Shape of x. Rows are its last dimension, channels its second. */
    @Param({"4096x768", "8192x1024", "32x64x56x56", "32x256x14x14"})
    public String shape = "";

    private Rotation rotation = new Rotation();
    private Device where = Device.SCALAR;

    /** Which operation it is. */
    public abstract Operation operation();

    /** The operation on x of this shape, every output in place. */
    public abstract Call call(Shape shape, Operands operands);

    /** Allocates, runs once and checks. */
    @Setup
    public void open() {
        Shape x = Shape.parse(shape);
        DType type = DType.parse(dtype);
        where = Devices.require(Device.parse(device));
        rotation = Rotation.of(operation().bytes(x, type), scope -> call(x, Operands.on(where, type, scope)));
        try (TensorScope scope = new TensorScope()) {
            Call reference = call(x, Operands.reference(type, scope));
            reference.operation().run();
            rotation.first().operation().run();
            Devices.synchronize(where);
            Agreement.require(
                    operation().label() + " " + dtype + " " + shape + " on " + where, rotation.first(), reference);
        }
    }

    /** Gives the memory back. */
    @TearDown
    public void close() {
        rotation.close();
    }

    /** What is timed. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void run() {
        rotation.run(CALLS);
        Devices.synchronize(where);
    }
}
