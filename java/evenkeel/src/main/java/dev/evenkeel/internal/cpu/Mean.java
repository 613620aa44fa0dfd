package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The mean of some numbers in two parts, as one double cannot hold it to the last bit of deviations that are small
 * beside it: {@code near} is the mean rounded, {@code rest} the mean of what is left.
 */
record Mean(double near, double rest) {

    /** The mean of {@code values} at 0 … n − 1. */
    static Mean of(IntToDoubleFunction values, int n) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            sum.add(values.applyAsDouble(i));
        }
        double near = sum.value() / n;
        CompensatedSum left = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            left.add(values.applyAsDouble(i) - near);
        }
        return new Mean(near, left.value() / n);
    }

    /** Mean of the squared deviations of {@code values} at 0 … n − 1. */
    double variance(IntToDoubleFunction values, int n) {
        CompensatedSum squares = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            double deviation = deviation(values.applyAsDouble(i));
            squares.add(deviation * deviation);
        }
        return squares.value() / n;
    }

    /** A mean from elsewhere. */
    static Mean at(double value) {
        return new Mean(value, 0);
    }

    /** Element {@code i} of means that were given, in one buffer or two. */
    static Mean given(Buffer means, @Nullable Buffer rests, int i) {
        return new Mean(((HeapBuffer) means).get(i), OptionalValues.in(rests, 0).get(i));
    }

    /** x − mean. */
    double deviation(double x) {
        return (x - near) - rest;
    }

    double value() {
        return near + rest;
    }
}
