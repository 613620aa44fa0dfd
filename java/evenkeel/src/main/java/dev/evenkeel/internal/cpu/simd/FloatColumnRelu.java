package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Panel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Relu of float panels, and its gradient. */
final class FloatColumnRelu {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private FloatColumnRelu() {}

    static void reluGradient(Panel<float[]> dy, Panel<float[]> argument, Panel<float[]> g) {
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

    private static void reluGradient(float[] dy, int d, float[] argument, int a, float[] g, int k, int width) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= width - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, dy, d + j)
                    .blend(zero, FloatVector.fromArray(SPECIES, argument, a + j).compare(VectorOperators.LE, zero))
                    .intoArray(g, k + j);
        }
        for (; j < width; j++) {
            g[k + j] = argument[a + j] <= 0 ? 0 : dy[d + j];
        }
    }

    static void relu(Panel<float[]> y) {
        for (int r = 0; r < y.height(); r++) {
            relu(y.array(), y.start() + r * y.stride(), y.width());
        }
    }

    private static void relu(float[] y, int at, int width) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = at;
        for (; i <= at + width - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, y, i);
            v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, i);
        }
        for (; i < at + width; i++) {
            y[i] = y[i] < 0 ? 0 : y[i];
        }
    }
}
