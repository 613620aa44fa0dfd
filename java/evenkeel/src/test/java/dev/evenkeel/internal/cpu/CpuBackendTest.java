package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.parallel.ParallelChunks;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Results have the same bits on any number of threads. */
class CpuBackendTest {
    private static final int[] THREADS = {2, 3, 7};

    @ParameterizedTest
    @EnumSource
    void layerNorm(DType dtype) {
        List<HeapBuffer> one = layerNorm(dtype, 1);
        for (int threads : THREADS) {
            assertSame(layerNorm(dtype, threads), one);
        }
    }

    static Stream<Arguments> channelShapes() {
        return Stream.of(DType.values())
                .flatMap(d -> Stream.of(Arguments.of(d, 3001, 67, 1), Arguments.of(d, 13, 67, 301)));
    }

    @ParameterizedTest
    @MethodSource("channelShapes")
    void batchNorm(DType dtype, int outer, int channels, int inner) {
        List<HeapBuffer> one = batchNorm(dtype, outer, channels, inner, 1);
        for (int threads : THREADS) {
            assertSame(batchNorm(dtype, outer, channels, inner, threads), one);
        }
    }

    private static List<HeapBuffer> layerNorm(DType dtype, int threads) {
        int rows = 1009;
        int cols = 257;
        RowGeometry geometry = new RowGeometry(rows, cols, 1e-5, dtype, dtype, RowNorm.LAYER, 0);
        HeapBuffer x = random(1, rows * cols, dtype);
        HeapBuffer weight = random(2, cols, dtype);
        HeapBuffer y = HeapBuffer.allocate(dtype, x.count());
        HeapBuffer mean = HeapBuffer.allocate(dtype.statistics(), rows);
        HeapBuffer rstd = HeapBuffer.allocate(dtype.statistics(), rows);
        HeapBuffer dx = HeapBuffer.allocate(dtype, x.count());
        HeapBuffer dweight = HeapBuffer.allocate(dtype, cols);
        HeapBuffer dbias = HeapBuffer.allocate(dtype, cols);
        CpuBackend backend = new CpuBackend(new ParallelChunks(threads));
        backend.rowNormForward(new RowNormForwardOp(geometry, x, null, weight, null, y, null, mean, rstd));
        backend.rowNormBackward(
                new RowNormBackwardOp(geometry, y, x, weight, mean, rstd, null, dx, dweight, dbias, false));
        return List.of(y, mean, rstd, dx, dweight, dbias);
    }

    private static List<HeapBuffer> batchNorm(DType dtype, int outer, int channels, int inner, int threads) {
        ChannelGeometry geometry = new ChannelGeometry(outer, channels, inner, 1e-5, dtype, dtype, true);
        HeapBuffer x = random(1, outer * channels * inner, dtype);
        HeapBuffer dy = random(2, outer * channels * inner, dtype);
        HeapBuffer y = HeapBuffer.allocate(dtype, x.count());
        HeapBuffer mean = HeapBuffer.allocate(dtype.statistics(), channels);
        HeapBuffer rstd = HeapBuffer.allocate(dtype.statistics(), channels);
        HeapBuffer dx = HeapBuffer.allocate(dtype, x.count());
        HeapBuffer dweight = HeapBuffer.allocate(dtype, channels);
        HeapBuffer dbias = HeapBuffer.allocate(dtype, channels);
        CpuBackend backend = new CpuBackend(new ParallelChunks(threads));
        backend.batchNormTraining(new BatchNormTrainingOp(geometry, x, null, null, null, y, mean, rstd, null));
        backend.batchNormBackward(new BatchNormBackwardOp(
                geometry, dy, x, null, null, null, mean, rstd, false, dx, null, dweight, dbias, false));
        return List.of(y, mean, rstd, dx, dweight, dbias);
    }

    private static HeapBuffer random(long seed, int n, DType dtype) {
        return HeapBuffer.wrap(new Randoms(seed).normal(n, 0.3, 1)).convert(dtype);
    }

    private static void assertSame(List<HeapBuffer> actual, List<HeapBuffer> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).array())
                    .as("output " + i)
                    .isEqualTo(expected.get(i).array());
        }
    }
}
