package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Sums;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Sums over one channel, element by element in double: for the rare channel whose sums do not fit its own type. */
final class ExactSums {
    private ExactSums() {}

    static Moments moments(HeapBuffer x, Planes planes, int channel) {
        double n = planes.perChannel();
        double start = n == 0 ? Double.NaN : x.get(at(planes, channel, 0));
        double off = 0;
        for (int k = 0; k < planes.perChannel(); k++) {
            off += x.get(at(planes, channel, k)) - start;
        }
        double center = start + off / n;
        double rest = 0;
        double squares = 0;
        for (int k = 0; k < planes.perChannel(); k++) {
            double d = x.get(at(planes, channel, k)) - center;
            rest += d;
            squares += d * d;
        }
        return Moments.of(center, rest, squares, n);
    }

    /**
     * Σ g and Σ g·x̂.
     *
     * @param standardizer what makes x̂ of x
     * @param argument what makes relu's argument of x, but for the residual; null without relu
     */
    static Sums gradients(
            HeapBuffer dy,
            HeapBuffer x,
            @Nullable HeapBuffer residual,
            Planes planes,
            int channel,
            Normalizer standardizer,
            @Nullable Normalizer argument) {
        double sum = 0;
        double products = 0;
        for (int k = 0; k < planes.perChannel(); k++) {
            int i = at(planes, channel, k);
            double value =
                    argument == null ? Double.NaN : argument.of(x.get(i)) + (residual == null ? 0 : residual.get(i));
            double g = value <= 0 ? 0 : dy.get(i);
            sum += g;
            products += g * standardizer.of(x.get(i));
        }
        return new Sums(sum, products);
    }

    private static int at(Planes planes, int channel, int k) {
        return planes.at(k / planes.inner(), channel) + k % planes.inner();
    }
}
