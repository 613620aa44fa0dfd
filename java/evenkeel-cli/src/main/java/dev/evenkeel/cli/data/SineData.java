package dev.evenkeel.cli.data;

import dev.evenkeel.Shape;
import java.util.List;
import java.util.Random;

/**
 * Generated sequences of two features: a sine wave and a cosine of the same phase, with noise. The class is the band that
 * its frequency lies in; amplitude, phase and offset say nothing of it. Amplitudes range over two powers of ten from
 * sequence to sequence, and the second feature is ten times the first, so that raw values are as uneven as measured ones.
 */
final class SineData {
    private static final int STEPS = 16;
    /** Cycles per sequence, from and to, of each class. */
    private static final double[][] BANDS = {{1, 1.6}, {2, 2.6}, {3, 3.6}, {4, 4.6}};

    private static final List<String> CLASSES = List.of("1 cycle", "2 cycles", "3 cycles", "4 cycles");
    private static final double NOISE = 0.2;

    private SineData() {}

    /** So many sequences, the same for the same seed, as many of each class but for one. */
    static Dataset of(int samples, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[samples][];
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = i % BANDS.length;
            rows[i] = sequence(BANDS[labels[i]], random);
        }
        return new Dataset(Shape.of(STEPS, 2), rows, labels, CLASSES);
    }

    private static double[] sequence(double[] band, Random random) {
        double cycles = band[0] + (band[1] - band[0]) * random.nextDouble();
        double amplitude = Math.pow(10, 2 * random.nextDouble() - 1);
        double phase = 2 * Math.PI * random.nextDouble();
        double offset = amplitude * random.nextGaussian() / 2;
        double[] row = new double[STEPS * 2];
        for (int t = 0; t < STEPS; t++) {
            double angle = 2 * Math.PI * cycles * t / STEPS + phase;
            row[2 * t] = offset + amplitude * (Math.sin(angle) + NOISE * random.nextGaussian());
            row[2 * t + 1] = 10 * amplitude * (Math.cos(angle) + NOISE * random.nextGaussian());
        }
        return row;
    }
}
