package dev.evenkeel.seam;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.testing.Randoms;

/** The inputs of a case, rounded to their types. */
final class RowNormInputs {
    private RowNormInputs() {}

    static double[] x(RowNormCase c) {
        return tensor(c, 1, c.dtype(), c.mean());
    }

    /** The residual and dsum. */
    static double[] third(RowNormCase c) {
        return tensor(c, 2, c.dtype(), 0.5);
    }

    static double[] dy(RowNormCase c) {
        return tensor(c, 3, c.other(), 0.2);
    }

    static double[] weight(RowNormCase c) {
        return parameter(c, 4, 1);
    }

    static double[] bias(RowNormCase c) {
        return parameter(c, 5, 0);
    }

    /** What is in dweight and dbias before. */
    static double[] gradient(RowNormCase c) {
        return parameter(c, 6, 0);
    }

    private static double[] tensor(RowNormCase c, long seed, DType dtype, double mean) {
        return new Randoms(seed).normal(dtype, (long) c.rows() * c.cols(), mean, 1);
    }

    private static double[] parameter(RowNormCase c, long seed, double mean) {
        return new Randoms(seed).normal(c.paramDType(), c.cols(), mean, 0.5);
    }

    static double[] doubles(HeapBuffer heap) {
        double[] values = new double[heap.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = heap.get(i);
        }
        return values;
    }
}
