package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Relu of double panels, and its gradient. */
final class DoubleColumnRelu {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private DoubleColumnRelu() {}

    static void reluGradient(Panel<double[]> dy, Panel<double[]> argument, Panel<double[]> g) {
        for (int r = 0; r < g.height(); r++) {
            reluGradient(
                    dy.array(),
                    dy.start() + r * dy.stride(),
                    argument.array(),
                    argument.start() + r * argument.stride(),
                    g.array(),
                    g.start() + r * g.stride(),
                    g.width());
        }
    }

    private static void reluGradient(double[] dy, int d, double[] argument, int a, double[] g, int k, int width) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        int j = 0;
        for (; j <= width - LANES; j += LANES) {
            DoubleVector.fromArray(SPECIES, dy, d + j)
                    .blend(
                            zero,
                            DoubleVector.fromArray(SPECIES, argument, a + j).compare(VectorOperators.LE, zero))
                    .intoArray(g, k + j);
        }
        for (; j < width; j++) {
            g[k + j] = argument[a + j] <= 0 ? 0 : dy[d + j];
        }
    }

    static void relu(Panel<double[]> y) {
        for (int r = 0; r < y.height(); r++) {
            relu(y.array(), y.start() + r * y.stride(), y.width());
        }
    }

    private static void relu(double[] y, int at, int width) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        int i = at;
        for (; i <= at + width - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, i);
        }
        for (; i < at + width; i++) {
            y[i] = y[i] < 0 ? 0 : y[i];
        }
    }
}
