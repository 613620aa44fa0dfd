package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step of an LSTM has the same bits on any number of threads. */
class LstmThreadsTest {
    private static final int ROWS = 67;
    private static final int SIZE = 41;

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void sameBitsOnAnyNumberOfThreads(DType dtype) {
        List<Object> one = outputs(dtype, 1);
        for (int threads : new int[] {2, 3}) {
            assertThat(outputs(dtype, threads))
                    .as("%s threads", threads)
                    .usingRecursiveComparison()
                    .isEqualTo(one);
        }
    }

    private static List<Object> outputs(DType dtype, int threads) {
        LstmBackend lstm = new CpuBackend(new Execution(new ParallelChunks(threads), VectorModule.loops()))
                .network()
                .lstm();
        MatrixView gates = matrix(dtype, 1, 4 * SIZE);
        MatrixView previous = matrix(dtype, 2, SIZE);
        MatrixView cell = matrix(dtype, 3, SIZE);
        MatrixView hidden = matrix(dtype, 4, SIZE);
        MatrixView dcell = matrix(dtype, 5, SIZE);
        MatrixView dgates = matrix(dtype, 6, 4 * SIZE);
        lstm.cell(new LstmCellOp(gates, previous, cell, hidden));
        lstm.cellBackward(new LstmCellBackwardOp(gates, previous, cell, hidden, null, dcell, false, dgates));
        return List.of(array(gates), array(cell), array(hidden), array(dcell), array(dgates));
    }

    private static MatrixView matrix(DType dtype, long seed, int cols) {
        HeapBuffer buffer = HeapBuffer.allocate(dtype, (long) ROWS * cols);
        double[] values = new Randoms(seed).normal(buffer.count(), 0, 1);
        for (int i = 0; i < values.length; i++) {
            buffer.set(i, values[i]);
        }
        return MatrixView.of(buffer, ROWS, cols);
    }

    private static Object array(MatrixView view) {
        return ((HeapBuffer) view.buffer()).array();
    }
}
