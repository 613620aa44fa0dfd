package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.SplittableRandom;

/**
 * Makes the tensors of one call, all on one device. Inputs hold normally distributed values rounded to the benchmark's
 * type, the same ones in the same order each time, on whatever device; outputs hold NaN until they are written.
 */
public final class Operands {
    /** Values to deal from: drawing 64 million would take longer than measuring. A prime many, so rows differ. */
    private static final float[] NORMAL = normal(1_048_583);

    private final Device device;
    private final DType rounding;
    private final DType dtype;
    private final TensorScope scope;
    private int dealt;

    private Operands(Device device, DType rounding, DType dtype, TensorScope scope) {
        this.device = device;
        this.rounding = rounding;
        this.dtype = dtype;
        this.scope = scope;
    }

    /** For a call that is measured; {@code scope} closes the tensors. */
    public static Operands on(Device device, DType dtype, TensorScope scope) {
        return new Operands(device, dtype, dtype, scope);
    }

    /** For the call that the measured one is checked by: the very same values, in float64 on the reference device. */
    public static Operands reference(DType rounding, TensorScope scope) {
        return new Operands(Device.SCALAR, rounding, DType.F64, scope);
    }

    /** An input of mean 0.5 and standard deviation 1: far enough from 0 that a forgotten mean shows. */
    Tensor activations(Shape shape) {
        return input(shape, 0.5f, 1);
    }

    /** An input of mean 0 and standard deviation 1. */
    Tensor gradients(Shape shape) {
        return input(shape, 0, 1);
    }

    /** A gain or shift near {@code center}. */
    Tensor parameters(Shape shape, float center) {
        return input(shape, center, 0.1f);
    }

    /** A tensor of statistics that is read and written, all {@code value} at first. */
    Tensor running(Shape shape, double value) {
        return scope.add(Tensor.full(shape, value, dtype.statistics(), device));
    }

    /** An output of the benchmark's type. */
    Tensor output(Shape shape) {
        return scope.add(Tensor.full(shape, Double.NaN, dtype, device));
    }

    /** An output of the type that statistics have. */
    Tensor statistics(Shape shape) {
        return scope.add(Tensor.full(shape, Double.NaN, dtype.statistics(), device));
    }

    private Tensor input(Shape shape, float mean, float std) {
        float[] values = new float[Math.toIntExact(shape.count())];
        int start = (int) (dealt++ * 104_729L % NORMAL.length);
        for (int i = 0, j = start; i < values.length; i++) {
            values[i] = mean + std * NORMAL[j];
            j = j + 1 < NORMAL.length ? j + 1 : 0;
        }
        if (dtype == rounding) {
            return scope.add(Tensor.copyOf(values, shape, dtype, device));
        }
        try (Tensor rounded = Tensor.copyOf(values, shape, rounding, device)) {
            return scope.add(rounded.to(dtype));
        }
    }

    private static float[] normal(int count) {
        SplittableRandom random = new SplittableRandom(1607_06450);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
