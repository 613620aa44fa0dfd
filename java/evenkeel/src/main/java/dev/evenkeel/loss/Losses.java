package dev.evenkeel.loss;

import dev.evenkeel.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Losses, each as the mean over the batch with its gradient by the predictions, on {@code F32} or {@code F64}. All
 * tensors of a call have one type and device, and none is read on the host: the value stays on the device too. Sums have
 * a fixed order, so results have the same bits on every run. The loss of an empty batch is NaN, as in PyTorch. Thread-safe.
 *
 * <pre>{@code
 * try (Forward pass = net.forward(x, Mode.TRAINING);
 *         LossResult loss = Losses.softmaxCrossEntropy(pass.output(), classes);
 *         Tensor dx = pass.backward(loss.gradient())) {
 *     optimizer.step();
 * }
 * }</pre>
 *
 * <p>The forms with {@code value} and {@code gradient} write into tensors that the caller has: {@code value} of one
 * element, {@code gradient} of the predictions' shape; null where one is not wanted.
 */
public final class Losses {
    private Losses() {}

    /**
     * Cross-entropy of the softmax, as {@code torch.nn.CrossEntropyLoss}: the mean over rows of
     * log Σⱼ exp(xⱼ − m) − (x[class] − m), m the row's largest logit; gradient (softmax(x) − onehot(class))/rows.
     *
     * @param logits (…, C): the classes along the last dimension
     * @param classes (…): whole numbers from 0 to below C, such as {@link ClassTargets} makes; not checked here, one out
     *     of range makes the loss and its row's gradient NaN
     */
    public static LossResult softmaxCrossEntropy(Tensor logits, Tensor classes) {
        return LossFunction.softmaxCrossEntropy(logits, classes).run();
    }

    /** As {@link #softmaxCrossEntropy(Tensor, Tensor)}, into tensors of the caller. */
    public static void softmaxCrossEntropy(
            Tensor logits, Tensor classes, @Nullable Tensor value, @Nullable Tensor gradient) {
        LossFunction.softmaxCrossEntropy(logits, classes).run(value, gradient);
    }

    /**
     * Cross-entropy of the sigmoid, as {@code torch.nn.BCEWithLogitsLoss}: the mean over all elements of
     * max(x, 0) − x·t + log(1 + e^−|x|); gradient (1/(1 + e⁻ˣ) − t)/count.
     *
     * @param logits any shape
     * @param targets same shape: probabilities from 0 to 1
     */
    public static LossResult sigmoidCrossEntropy(Tensor logits, Tensor targets) {
        return LossFunction.sigmoidCrossEntropy(logits, targets).run();
    }

    /** As {@link #sigmoidCrossEntropy(Tensor, Tensor)}, into tensors of the caller. */
    public static void sigmoidCrossEntropy(
            Tensor logits, Tensor targets, @Nullable Tensor value, @Nullable Tensor gradient) {
        LossFunction.sigmoidCrossEntropy(logits, targets).run(value, gradient);
    }

    /**
     * The mean squared error, as {@code torch.nn.MSELoss}: the mean over all elements of (x − t)²; gradient
     * 2·(x − t)/count.
     *
     * @param predictions any shape
     * @param targets same shape
     */
    public static LossResult meanSquaredError(Tensor predictions, Tensor targets) {
        return LossFunction.meanSquaredError(predictions, targets).run();
    }

    /** As {@link #meanSquaredError(Tensor, Tensor)}, into tensors of the caller. */
    public static void meanSquaredError(
            Tensor predictions, Tensor targets, @Nullable Tensor value, @Nullable Tensor gradient) {
        LossFunction.meanSquaredError(predictions, targets).run(value, gradient);
    }
}
