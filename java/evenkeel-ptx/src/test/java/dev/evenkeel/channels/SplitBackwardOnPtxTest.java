package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.channels.ChannelBackwardFormula.Gradients;
import dev.evenkeel.channels.ChannelBackwardFormula.Inputs;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.testing.Closeness;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch norm's backward in parts: the sums of two replicas, added, give the gradients of one batch of both. */
class SplitBackwardOnPtxTest {
    private final NormBackend backend = Backends.of(Device.ptx(80));

    @ParameterizedTest
    @CsvSource({"40, 33, 1, false", "6, 5, 49, true", "4, 3, 1600, true"})
    void replicasAreOneBatch(int outer, int channels, int inner, boolean relu) {
        Random random = new Random(3);
        int count = outer * channels * inner;
        ChannelBackwardFormula whole = new ChannelBackwardFormula(1, outer, channels, inner, 1, 1e-3, relu, false);
        Inputs in = new Inputs(
                floats(random, count),
                floats(random, count),
                null,
                floats(random, channels),
                floats(random, channels),
                floats(random, channels),
                Arrays.stream(floats(random, channels)).map(v -> 0.75f + v / 64).toArray());
        Gradients expected = whole.of(in);
        int half = count / 2;
        double[] sums = new double[channels];
        double[] sumsXhat = new double[channels];
        double[] dx = new double[count];
        ChannelGeometry geometry = new ChannelGeometry(outer / 2, channels, inner, 1e-3, DType.F32, DType.F32, relu);
        try (DeviceArrays arrays = new DeviceArrays(backend)) {
            Buffer weight = arrays.in(in.weight(), DType.F32);
            Buffer bias = arrays.in(in.bias(), DType.F32);
            Buffer mean = arrays.in(in.mean(), DType.F32);
            Buffer rest = arrays.in(new double[channels], DType.F32);
            Buffer rstd = arrays.in(in.rstd(), DType.F32);
            for (int from = 0; from < count; from += half) {
                Buffer dy = arrays.in(Arrays.copyOfRange(in.dy(), from, from + half), DType.F32);
                Buffer x = arrays.in(Arrays.copyOfRange(in.x(), from, from + half), DType.F32);
                Buffer sum = arrays.out(channels, DType.F32);
                Buffer sumXhat = arrays.out(channels, DType.F32);
                backend.batchNormReduce(
                        new BatchNormReduceOp(geometry, dy, x, null, weight, bias, mean, rest, rstd, sum, sumXhat));
                add(sums, arrays.values(sum));
                add(sumsXhat, arrays.values(sumXhat));
            }
            Buffer sum = arrays.in(sums, DType.F32);
            Buffer sumXhat = arrays.in(sumsXhat, DType.F32);
            for (int from = 0; from < count; from += half) {
                Buffer dy = arrays.in(Arrays.copyOfRange(in.dy(), from, from + half), DType.F32);
                Buffer x = arrays.in(Arrays.copyOfRange(in.x(), from, from + half), DType.F32);
                Buffer part = arrays.out(half, DType.F32);
                backend.batchNormInputGradient(new BatchNormInputGradientOp(
                        geometry,
                        dy,
                        x,
                        null,
                        weight,
                        bias,
                        mean,
                        rest,
                        rstd,
                        sum,
                        sumXhat,
                        (long) outer * inner,
                        part,
                        null));
                System.arraycopy(arrays.values(part), 0, dx, from, half);
            }
        }
        assertThat(Closeness.relativeL2(sums, expected.dbias())).isLessThan(1e-6);
        assertThat(Closeness.relativeL2(sumsXhat, expected.dweight())).isLessThan(1e-6);
        assertThat(Closeness.relativeL2(dx, expected.dx())).isLessThan(1e-6);
    }

    private static double[] floats(Random random, int count) {
        return random.doubles(count)
                .map(u -> (float) (0.5 + random.nextGaussian()))
                .toArray();
    }

    private static void add(double[] sums, double[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }
}
