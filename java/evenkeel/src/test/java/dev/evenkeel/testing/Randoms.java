package dev.evenkeel.testing;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.util.Random;

/** Normally distributed numbers, the same on every run. */
public final class Randoms {
    private final Random random;

    public Randoms(long seed) {
        this.random = new Random(seed);
    }

    public double[] normal(long n, double mean, double std) {
        double[] values = new double[(int) n];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + std * random.nextGaussian();
        }
        return values;
    }

    /** As {@link #normal}, rounded to {@code dtype}. */
    public double[] normal(DType dtype, long n, double mean, double std) {
        return rounded(normal(n, mean, std), dtype);
    }

    public static double[] rounded(double[] values, DType dtype) {
        return Tensor.copyOf(values, Shape.of(values.length), dtype, Device.SCALAR)
                .toDoubleArray();
    }

    public static double[] filled(int n, double value) {
        double[] values = new double[n];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
