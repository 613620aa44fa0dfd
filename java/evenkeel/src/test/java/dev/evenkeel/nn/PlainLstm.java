package dev.evenkeel.nn;

/** What an LSTM gives, sample by sample, in double, as its formula reads. */
final class PlainLstm {
    private final int inputSize;
    private final int size;
    private final double[] weightIh;
    private final double[] weightHh;
    private final double[] biasIh;
    private final double[] biasHh;

    PlainLstm(Lstm layer) {
        this.inputSize = (int) layer.weightIh().value().shape().dim(1);
        this.size = (int) layer.weightHh().value().shape().dim(1);
        this.weightIh = layer.weightIh().value().toDoubleArray();
        this.weightHh = layer.weightHh().value().toDoubleArray();
        this.biasIh = layer.biasIh().value().toDoubleArray();
        this.biasHh = layer.biasHh().value().toDoubleArray();
    }

    /** The hidden states (N, T, H). */
    double[] hiddens(double[] x, int batch, int steps) {
        double[] all = new double[batch * steps * size];
        for (int n = 0; n < batch; n++) {
            double[] hidden = new double[size];
            double[] cell = new double[size];
            for (int t = 0; t < steps; t++) {
                hidden = step(x, (n * steps + t) * inputSize, hidden, cell);
                System.arraycopy(hidden, 0, all, (n * steps + t) * size, size);
            }
        }
        return all;
    }

    private double[] step(double[] x, int at, double[] hidden, double[] cell) {
        double[] next = new double[size];
        for (int c = 0; c < size; c++) {
            double i = 1 / (1 + Math.exp(-gate(0, c, x, at, hidden)));
            double f = 1 / (1 + Math.exp(-gate(1, c, x, at, hidden)));
            double g = Math.tanh(gate(2, c, x, at, hidden));
            double o = 1 / (1 + Math.exp(-gate(3, c, x, at, hidden)));
            cell[c] = f * cell[c] + i * g;
            next[c] = o * Math.tanh(cell[c]);
        }
        return next;
    }

    private double gate(int gate, int c, double[] x, int at, double[] hidden) {
        int row = gate * size + c;
        double sum = biasIh[row] + biasHh[row];
        for (int k = 0; k < inputSize; k++) {
            sum += weightIh[row * inputSize + k] * x[at + k];
        }
        for (int k = 0; k < size; k++) {
            sum += weightHh[row * size + k] * hidden[k];
        }
        return sum;
    }
}
