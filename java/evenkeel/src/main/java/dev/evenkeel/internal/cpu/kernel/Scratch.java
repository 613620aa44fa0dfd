package dev.evenkeel.internal.cpu.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays to work in, which are given back together. They are kept for the next call, so that calls allocate nothing
 * that grows with their tensors. For one thread; open as many as there are threads.
 */
public final class Scratch implements AutoCloseable {
    private static final ArrayPool<float[]> FLOATS = new ArrayPool<>(float[]::new);
    private static final ArrayPool<double[]> DOUBLES = new ArrayPool<>(double[]::new);

    private final List<float[]> floats = new ArrayList<>();
    private final List<double[]> doubles = new ArrayList<>();

    private Scratch() {}

    /** Takes nothing yet. */
    public static Scratch open() {
        return new Scratch();
    }

    /** At least {@code n} floats of any value. */
    public float[] floats(int n) {
        float[] array = FLOATS.take(n);
        floats.add(array);
        return array;
    }

    /** At least {@code n} doubles of any value. */
    public double[] doubles(int n) {
        double[] array = DOUBLES.take(n);
        doubles.add(array);
        return array;
    }

    /** Gives everything back. */
    @Override
    public void close() {
        for (float[] array : floats) {
            FLOATS.give(array, array.length);
        }
        for (double[] array : doubles) {
            DOUBLES.give(array, array.length);
        }
        floats.clear();
        doubles.clear();
    }
}
