package dev.evenkeel.cli.train;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.loss.ClassTargets;
import dev.evenkeel.loss.LossResult;
import dev.evenkeel.loss.Losses;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;

/**
 * What a network is to tell: which of some classes. Two classes need one output, the logit of the second; more need one
 * each.
 *
 * @param classes how many there are
 */
record Target(int classes) {
    int outputs() {
        return classes == 2 ? 1 : classes;
    }

    /** The loss of these outputs, with its gradient; the caller closes both. */
    LossResult loss(Tensor logits, int[] labels) {
        DType dtype = logits.dtype();
        Device device = logits.device();
        if (outputs() == 1) {
            double[] values = Arrays.stream(labels).asDoubleStream().toArray();
            try (Tensor targets = Tensor.copyOf(values, Shape.of(labels.length, 1), dtype, device)) {
                return Losses.sigmoidCrossEntropy(logits, targets);
            }
        }
        try (Tensor targets = ClassTargets.of(labels, classes, dtype, device)) {
            return Losses.softmaxCrossEntropy(logits, targets);
        }
    }

    /** How many of these outputs tell the right class; NaN never does. */
    int right(double[] logits, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predicted(logits, i * outputs()) == labels[i] ? 1 : 0;
        }
        return right;
    }

    private int predicted(double[] logits, int from) {
        if (outputs() == 1) {
            return logits[from] > 0 ? 1 : logits[from] <= 0 ? 0 : -1;
        }
        int best = -1;
        for (int c = 0; c < classes; c++) {
            if (Double.isNaN(logits[from + c])) {
                return -1;
            }
            best = best < 0 || logits[from + c] > logits[from + best] ? c : best;
        }
        return best;
    }
}
