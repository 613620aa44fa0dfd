package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CpuBackendTest {
    private static final int[] THREADS = {2, 3, 8};
    private static final long SIZE = 401;

    static Stream<Arguments> ops() {
        return Arrays.stream(CpuOp.values())
                .flatMap(op -> Arrays.stream(DType.values()).map(dtype -> Arguments.of(op, dtype)));
    }

    @ParameterizedTest
    @MethodSource("ops")
    void sameBitsOnAnyNumberOfThreads(CpuOp op, DType dtype) {
        for (Loops loops : List.of(Loops.plain(), VectorModule.loops())) {
            List<HeapBuffer> one = outputs(op, dtype, loops, 1);
            for (int threads : THREADS) {
                assertThat(same(outputs(op, dtype, loops, threads), one))
                        .as("%s, %s threads", loops.name(), threads)
                        .isTrue();
            }
        }
    }

    /** Both are held to float64 by other tests; this one finds an option that only one of them heeds. */
    @ParameterizedTest
    @MethodSource("ops")
    void vectorsComputeWhatPlainLoopsDo(CpuOp op, DType dtype) {
        List<HeapBuffer> plain = outputs(op, dtype, Loops.plain(), 1);
        List<HeapBuffer> vectors = outputs(op, dtype, VectorModule.loops(), 1);
        double bound = dtype == DType.F32 ? 1e-5 : dtype == DType.F64 ? 1e-12 : 0.02;
        for (int i = 0; i < plain.size(); i++) {
            HeapBuffer expected = plain.get(i);
            double largest = 0;
            double worst = 0;
            for (int j = 0; j < expected.length(); j++) {
                largest = Math.max(largest, Math.abs(expected.get(j)));
                worst = Math.max(
                        worst, Math.abs(expected.get(j) - vectors.get(i).get(j)));
            }
            assertThat(worst).as("output %s", i).isLessThanOrEqualTo(bound * largest);
        }
    }

    private static List<HeapBuffer> outputs(CpuOp op, DType dtype, Loops loops, int threads) {
        CpuOp.Tensors tensors = new CpuOp.Tensors(dtype);
        NormBackend backend = new CpuBackend(new Execution(new ParallelChunks(threads), loops));
        op.call(tensors, SIZE).accept(backend);
        return tensors.outputs();
    }

    private static boolean same(List<HeapBuffer> some, List<HeapBuffer> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Objects.deepEquals(some.get(i).array(), others.get(i).array())) {
                return false;
            }
        }
        return true;
    }
}
