package dev.evenkeel.internal.cpu.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.CpuBackend;
import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.evenkeel.internal.cpu.kernel.VectorModule;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels-first batch normalization with vectors and without, on planes of all kinds of lengths. */
class PlanesTest {
    private static final int CHANNELS = 3;

    private static final List<Integer> INNER =
            List.of(2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 49, 64, 65, 100, 196, 4095, 4096, 4097, 9000);

    static Stream<Arguments> shapes() {
        return Stream.of(DType.values())
                .flatMap(d -> INNER.stream().map(inner -> Arguments.of(d, inner < 100 ? 35 : 3, inner)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void vectorsAndPlainLoopsAgree(DType dtype, int outer, int inner) {
        for (boolean relu : new boolean[] {false, true}) {
            for (boolean residual : new boolean[] {false, true}) {
                Case c = new Case(dtype, outer, inner, relu, residual);
                List<double[]> plain = c.run(Loops.plain(), false);
                List<double[]> vectors = c.run(VectorModule.loops(), false);
                double tolerance = dtype == DType.F64 ? 1e-13 : 2e-6 + 2 * dtype.unitRoundoff();
                for (int i = 0; i < plain.size(); i++) {
                    assertThat(Closeness.relativeL2(vectors.get(i), plain.get(i)))
                            .as("output %d, relu %s, residual %s", i, relu, residual)
                            .isLessThan(tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void outputsInTheMemoryOfInputs(DType dtype, int outer, int inner) {
        for (boolean relu : new boolean[] {false, true}) {
            Case c = new Case(dtype, outer, inner, relu, true);
            for (Loops loops : List.of(Loops.plain(), VectorModule.loops())) {
                List<double[]> apart = c.run(loops, false);
                List<double[]> inPlace = c.run(loops, true);
                for (int i = 0; i < apart.size(); i++) {
                    assertThat(Arrays.equals(inPlace.get(i), apart.get(i)))
                            .as("output %d, relu %s, %s", i, relu, loops.name())
                            .isTrue();
                }
            }
        }
    }

    /** One batch and its gradients. */
    private record Case(DType dtype, int outer, int inner, boolean relu, boolean withResidual) {

        List<double[]> run(Loops loops, boolean inPlace) {
            CpuBackend backend = new CpuBackend(new Execution(new ParallelChunks(2), loops));
            ChannelGeometry geometry = new ChannelGeometry(outer, CHANNELS, inner, 1e-2, dtype, dtype, relu);
            int count = (int) geometry.count();
            HeapBuffer weight = random(3, CHANNELS, dtype);
            HeapBuffer bias = random(4, CHANNELS, dtype);
            HeapBuffer residual = withResidual ? random(5, count, dtype) : null;
            HeapBuffer mean = HeapBuffer.allocate(dtype.statistics(), CHANNELS);
            HeapBuffer rstd = HeapBuffer.allocate(dtype.statistics(), CHANNELS);
            HeapBuffer x = random(1, count, dtype);
            HeapBuffer y = inPlace ? x : HeapBuffer.allocate(dtype, count);
            backend.batchNormTraining(
                    new BatchNormTrainingOp(geometry, x, residual, weight, bias, y, mean, rstd, null));
            HeapBuffer dy = random(2, count, dtype);
            HeapBuffer dx = inPlace ? dy : HeapBuffer.allocate(dtype, count);
            HeapBuffer dresidual = withResidual ? HeapBuffer.allocate(dtype, count) : null;
            HeapBuffer dweight = HeapBuffer.allocate(dtype, CHANNELS);
            HeapBuffer dbias = HeapBuffer.allocate(dtype, CHANNELS);
            backend.batchNormBackward(new BatchNormBackwardOp(
                    geometry,
                    dy,
                    random(1, count, dtype),
                    residual,
                    weight,
                    bias,
                    null,
                    null,
                    false,
                    dx,
                    dresidual,
                    dweight,
                    dbias,
                    false));
            Stream<HeapBuffer> outputs = Stream.of(y, mean, rstd, dx, dweight, dbias);
            return (dresidual == null ? outputs : Stream.concat(outputs, Stream.of(dresidual)))
                    .map(b -> b.convert(DType.F64).doubles())
                    .toList();
        }

        private static HeapBuffer random(long seed, int n, DType dtype) {
            return HeapBuffer.wrap(new Randoms(seed).normal(n, 0.3, 1)).convert(dtype);
        }
    }
}
