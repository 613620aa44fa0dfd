package dev.evenkeel.bench.guard;

/** Normalizations as one writes them down first: the formula, in float, element by element. */
final class NaiveLoops {
    private NaiveLoops() {}

    static void layerNorm(float[] x, float[] weight, float[] bias, float[] y, int cols, float eps) {
        for (int row = 0; row < x.length; row += cols) {
            float sum = 0;
            for (int i = 0; i < cols; i++) {
                sum += x[row + i];
            }
            float mean = sum / cols;
            float squares = 0;
            for (int i = 0; i < cols; i++) {
                float deviation = x[row + i] - mean;
                squares += deviation * deviation;
            }
            float rstd = (float) (1 / Math.sqrt(squares / cols + eps));
            for (int i = 0; i < cols; i++) {
                y[row + i] = (x[row + i] - mean) * rstd * weight[i] + bias[i];
            }
        }
    }

    static void rmsNorm(float[] x, float[] weight, float[] y, int cols, float eps) {
        for (int row = 0; row < x.length; row += cols) {
            float squares = 0;
            for (int i = 0; i < cols; i++) {
                squares += x[row + i] * x[row + i];
            }
            float rstd = (float) (1 / Math.sqrt(squares / cols + eps));
            for (int i = 0; i < cols; i++) {
                y[row + i] = x[row + i] * rstd * weight[i];
            }
        }
    }

    /** Channels first: x is (samples, weight.length, plane). */
    static void batchNorm(float[] x, float[] weight, float[] bias, float[] y, int plane, float eps) {
        int channels = weight.length;
        int sample = channels * plane;
        int count = x.length / channels;
        for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int at = c * plane; at < x.length; at += sample) {
                for (int i = 0; i < plane; i++) {
                    sum += x[at + i];
                }
            }
            float mean = sum / count;
            float squares = 0;
            for (int at = c * plane; at < x.length; at += sample) {
                for (int i = 0; i < plane; i++) {
                    float deviation = x[at + i] - mean;
                    squares += deviation * deviation;
                }
            }
            float rstd = (float) (1 / Math.sqrt(squares / count + eps));
            for (int at = c * plane; at < x.length; at += sample) {
                for (int i = 0; i < plane; i++) {
                    y[at + i] = (x[at + i] - mean) * rstd * weight[c] + bias[c];
                }
            }
        }
    }
}
