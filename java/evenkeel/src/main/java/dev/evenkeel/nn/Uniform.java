package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.util.SplittableRandom;

/** Random numbers between ±bound, the same on every device. */
record Uniform(SplittableRandom random, double bound) {
    /** ±1/√{@code fan}, as PyTorch's layers begin. */
    static Uniform of(long fan, long seed) {
        return new Uniform(new SplittableRandom(seed), 1 / Math.sqrt(fan));
    }

    /** The next ones. */
    Tensor tensor(Shape shape, DType dtype, Device device) {
        double[] values = new double[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * random.nextDouble() - 1) * bound;
        }
        return Tensor.copyOf(values, shape, dtype, device);
    }
}
