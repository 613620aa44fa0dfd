package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What calls allocate doesn't grow with their tensors: some objects for each chunk of work, at most some dozen. A loop
 * over vectors that the compiler didn't take as a whole makes an object of each vector, silently, and is many times
 * slower: it would be found here.
 */
@Tag("own-jvm")
class CpuAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long BYTES = 32 << 10;
    private static final long SIZE = 300;
    /** Until the loops are compiled they do allocate. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    static Stream<Arguments> ops() {
        return Arrays.stream(CpuOp.values())
                .flatMap(op -> Arrays.stream(DType.values()).map(dtype -> Arguments.of(op, dtype)));
    }

    @ParameterizedTest
    @MethodSource("ops")
    void vectors(CpuOp op, DType dtype) {
        check(op, dtype, VectorModule.loops());
    }

    @ParameterizedTest
    @MethodSource("ops")
    void plain(CpuOp op, DType dtype) {
        check(op, dtype, Loops.plain());
    }

    private static void check(CpuOp op, DType dtype, Loops loops) {
        NormBackend backend = new CpuBackend(new Execution(new ParallelChunks(1), loops));
        List<HeapBuffer> interpreted = outputs(op, dtype, backend);
        Consumer<NormBackend> call = op.call(new CpuOp.Tensors(dtype), SIZE);
        long end = System.nanoTime() + PATIENCE_NANOS;
        long bytes = allocated(call, backend);
        while (bytes > BYTES && System.nanoTime() < end) {
            bytes = allocated(call, backend);
        }
        assertThat(bytes).isLessThanOrEqualTo(BYTES);
        List<HeapBuffer> compiled = outputs(op, dtype, backend);
        for (int i = 0; i < compiled.size(); i++) {
            assertThat(Objects.deepEquals(
                            compiled.get(i).array(), interpreted.get(i).array()))
                    .as("output %s has the bits that it had before loops were compiled", i)
                    .isTrue();
        }
    }

    private static List<HeapBuffer> outputs(CpuOp op, DType dtype, NormBackend backend) {
        CpuOp.Tensors tensors = new CpuOp.Tensors(dtype);
        op.call(tensors, SIZE).accept(backend);
        return tensors.outputs();
    }

    private static long allocated(Consumer<NormBackend> call, NormBackend backend) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        call.accept(backend);
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }
}
