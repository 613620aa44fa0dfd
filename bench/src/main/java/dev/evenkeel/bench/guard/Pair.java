package dev.evenkeel.bench.guard;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.norms.RmsNormCall;
import dev.evenkeel.norms.RmsNormResult;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The same work done twice, by naive loops and by the CPU device.
 *
 * @param name what it is
 * @param naive does it with naive loops
 * @param naiveY what they write
 * @param device does it with the CPU device
 * @param deviceY what that writes
 */
record Pair(String name, Runnable naive, float[] naiveY, Runnable device, float[] deviceY) {
    private static final double EPS = 1e-5;

    /** Three shapes that fit into the caches, which leaves the loops themselves to be measured. */
    static List<Pair> all() {
        return List.of(layerNorm(256, 1024), rmsNorm(64, 4096), batchNorm(8, 64, 28));
    }

    private static Pair layerNorm(int rows, int cols) {
        float[] x = random(rows * cols);
        float[] weight = random(cols);
        float[] bias = random(cols);
        float[] naive = new float[x.length];
        float[] y = new float[x.length];
        LayerNormCall call = LayerNormCall.of(tensor(x, rows, cols), Shape.of(cols))
                .withWeight(tensor(weight, cols))
                .withBias(tensor(bias, cols));
        LayerNormResult into = new LayerNormResult(tensor(y, rows, cols), null, null, null);
        return new Pair(
                "layer-norm " + rows + "x" + cols,
                () -> NaiveLoops.layerNorm(x, weight, bias, naive, cols, (float) EPS),
                naive,
                () -> Norms.layerNorm(call, into),
                y);
    }

    private static Pair rmsNorm(int rows, int cols) {
        float[] x = random(rows * cols);
        float[] weight = random(cols);
        float[] naive = new float[x.length];
        float[] y = new float[x.length];
        RmsNormCall call = RmsNormCall.of(tensor(x, rows, cols), Shape.of(cols))
                .withWeight(tensor(weight, cols))
                .withEps(EPS);
        RmsNormResult into = new RmsNormResult(tensor(y, rows, cols), null, null);
        return new Pair(
                "rms-norm " + rows + "x" + cols,
                () -> NaiveLoops.rmsNorm(x, weight, naive, cols, (float) EPS),
                naive,
                () -> Norms.rmsNorm(call, into),
                y);
    }

    private static Pair batchNorm(int samples, int channels, int side) {
        int plane = side * side;
        float[] x = random(samples * channels * plane);
        float[] weight = random(channels);
        float[] bias = random(channels);
        float[] naive = new float[x.length];
        float[] y = new float[x.length];
        BatchNormCall call = BatchNormCall.of(tensor(x, samples, channels, side, side))
                .withWeight(tensor(weight, channels))
                .withBias(tensor(bias, channels));
        BatchNormResult into = new BatchNormResult(
                tensor(y, samples, channels, side, side),
                tensor(new float[channels], channels),
                tensor(new float[channels], channels));
        return new Pair(
                "batch-norm " + samples + "x" + channels + "x" + side + "x" + side,
                () -> NaiveLoops.batchNorm(x, weight, bias, naive, plane, (float) EPS),
                naive,
                () -> Norms.batchNorm(call, null, into),
                y);
    }

    /** Whether both have written the same, but for rounding. */
    boolean agrees() {
        double worst = 0;
        for (int i = 0; i < naiveY.length; i++) {
            worst = Math.max(worst, Math.abs(naiveY[i] - deviceY[i]));
        }
        return worst < 1e-3;
    }

    /** Forgets what was written. */
    void clear() {
        Arrays.fill(naiveY, Float.NaN);
        Arrays.fill(deviceY, 0);
    }

    private static Tensor tensor(float[] values, long... shape) {
        return Tensor.wrap(values, Shape.of(shape), Device.CPU);
    }

    private static float[] random(int n) {
        Random random = new Random(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
