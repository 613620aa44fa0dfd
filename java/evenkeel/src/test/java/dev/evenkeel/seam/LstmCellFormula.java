package dev.evenkeel.seam;

/** What a step of an LSTM gives, element by element, in double. */
final class LstmCellFormula {
    private LstmCellFormula() {}

    static void forward(
            LstmCellCase of, StridedMatrix gates, StridedMatrix previous, StridedMatrix cell, StridedMatrix hidden) {
        int n = of.size();
        for (int r = 0; r < of.rows(); r++) {
            for (int c = 0; c < n; c++) {
                double i = sigmoid(gates.get(r, c));
                double f = sigmoid(gates.get(r, n + c));
                double g = Math.tanh(gates.get(r, 2 * n + c));
                double o = sigmoid(gates.get(r, 3 * n + c));
                double now = i * g + (of.previous() ? f * previous.get(r, c) : 0);
                gates.expect(r, c, i);
                gates.expect(r, n + c, f);
                gates.expect(r, 2 * n + c, g);
                gates.expect(r, 3 * n + c, o);
                cell.expect(r, c, now);
                hidden.expect(r, c, o * Math.tanh(now));
            }
        }
    }

    static void backward(
            LstmCellCase of,
            StridedMatrix gates,
            StridedMatrix previous,
            StridedMatrix cell,
            StridedMatrix dhidden,
            StridedMatrix dnext,
            StridedMatrix dcell,
            StridedMatrix dgates) {
        int n = of.size();
        for (int r = 0; r < of.rows(); r++) {
            for (int c = 0; c < n; c++) {
                double i = gates.get(r, c);
                double f = gates.get(r, n + c);
                double g = gates.get(r, 2 * n + c);
                double o = gates.get(r, 3 * n + c);
                double tanh = Math.tanh(cell.get(r, c));
                double dh = (of.dhidden() ? dhidden.get(r, c) : 0) + (of.dnext() ? dnext.get(r, c) : 0);
                double dc = (of.first() ? 0 : dcell.get(r, c)) + dh * o * (1 - tanh * tanh);
                dgates.expect(r, c, dc * g * i * (1 - i));
                dgates.expect(r, n + c, of.previous() ? dc * previous.get(r, c) * f * (1 - f) : 0);
                dgates.expect(r, 2 * n + c, dc * i * (1 - g * g));
                dgates.expect(r, 3 * n + c, dh * tanh * o * (1 - o));
                dcell.expect(r, c, dc * f);
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
