package dev.evenkeel.loss;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;

/**
 * Classes as tensors: {@link Losses#softmaxCrossEntropy} takes the number of each row's class as an element of the
 * logits' type.
 */
public final class ClassTargets {
    private ClassTargets() {}

    /**
     * A tensor of shape {@code (classes.length)}, which the caller closes.
     *
     * @param classes from 0 to below {@code numClasses}
     * @param dtype type of the logits: {@code F32} or {@code F64}
     * @throws IllegalArgumentException if a class is out of range, or the type does not hold all of them exactly
     */
    public static Tensor of(int[] classes, int numClasses, DType dtype, Device device) {
        return of(classes, Shape.of(classes.length), numClasses, dtype, device);
    }

    /** As {@link #of(int[], int, DType, Device)}, with the shape that logits have without their last dimension. */
    public static Tensor of(int[] classes, Shape shape, int numClasses, DType dtype, Device device) {
        if (dtype != DType.F32 && dtype != DType.F64) {
            throw new IllegalArgumentException("class targets: expected type f32 or f64, got " + dtype.label());
        }
        if (dtype == DType.F32 && numClasses > 1 << DType.F32.precision()) {
            throw new IllegalArgumentException(
                    "class targets: f32 holds whole numbers up to 2^24, not " + numClasses + " classes; use f64");
        }
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0 || classes[i] >= numClasses) {
                throw new IllegalArgumentException("class targets: expected classes from 0 to " + (numClasses - 1)
                        + ", got " + classes[i] + " at index " + i);
            }
        }
        return Tensor.copyOf(Arrays.stream(classes).asDoubleStream().toArray(), shape, dtype, device);
    }
}
