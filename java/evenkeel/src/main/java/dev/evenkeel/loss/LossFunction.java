package dev.evenkeel.loss;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.LossBackend;
import dev.evenkeel.internal.spi.LossOp;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A loss of some tensors: checks, then one call of the backend. */
final class LossFunction {
    private final String name;
    private final Tensor predictions;
    private final Buffer prediction;
    private final Buffer target;
    private final long rows;
    private final long cols;
    private final BiConsumer<LossBackend, LossOp> function;

    private LossFunction(
            String name, Tensor predictions, Tensor targets, Shape rows, BiConsumer<LossBackend, LossOp> function) {
        this.name = name;
        this.predictions = predictions;
        this.function = function;
        DType dtype = predictions.dtype();
        require(
                dtype == DType.F32 || dtype == DType.F64,
                "expected f32 or f64, got predictions of type",
                dtype.label());
        this.prediction = predictions.buffer();
        this.target = buffer("targets", targets, rows);
        this.rows = rows.count();
        this.cols = this.rows == 0 ? 0 : predictions.shape().count() / this.rows;
    }

    static LossFunction softmaxCrossEntropy(Tensor logits, Tensor classes) {
        String name = "softmax cross-entropy";
        Shape shape = logits.shape();
        if (shape.rank() == 0 || shape.dim(-1) == 0) {
            throw new IllegalArgumentException(name + ": expected logits (…, C) of at least one class, got " + shape);
        }
        return new LossFunction(
                name, logits, classes, shape.leading(shape.rank() - 1), LossBackend::softmaxCrossEntropy);
    }

    static LossFunction sigmoidCrossEntropy(Tensor logits, Tensor targets) {
        return new LossFunction(
                "sigmoid cross-entropy", logits, targets, logits.shape(), LossBackend::sigmoidCrossEntropy);
    }

    static LossFunction meanSquaredError(Tensor predictions, Tensor targets) {
        return new LossFunction(
                "mean squared error", predictions, targets, predictions.shape(), LossBackend::meanSquared);
    }

    LossResult run() {
        Tensor value = Tensor.empty(Shape.of(), predictions.dtype(), predictions.device());
        try {
            return new LossResult(value, gradient(value));
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, value);
            throw e;
        }
    }

    private Tensor gradient(Tensor value) {
        Tensor gradient = Tensor.empty(predictions.shape(), predictions.dtype(), predictions.device());
        try {
            run(value, gradient);
            return gradient;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, gradient);
            throw e;
        }
    }

    void run(@Nullable Tensor value, @Nullable Tensor gradient) {
        Buffer loss = null;
        if (value != null) {
            require(value.shape().count() == 1, "expected a value of one element, got shape", value.shape());
            loss = buffer("value", value, value.shape());
        }
        Buffer slope = gradient == null ? null : buffer("gradient", gradient, predictions.shape());
        if (rows > 0) {
            LossOp op = new LossOp(rows, cols, prediction, target, loss, slope);
            function.accept(Backends.of(predictions.device()).network().losses(), op);
        } else if (value != null) {
            value.fill(Double.NaN);
        }
    }

    private Buffer buffer(String what, Tensor tensor, Shape shape) {
        boolean fits = tensor.shape().equals(shape)
                && tensor.dtype() == predictions.dtype()
                && tensor.device().equals(predictions.device());
        require(
                fits,
                "expected " + what + " " + shape + " " + predictions.dtype().label() + " on " + predictions.device()
                        + ", got",
                tensor);
        return tensor.buffer();
    }

    private void require(boolean condition, String message, Object got) {
        if (!condition) {
            throw new IllegalArgumentException(name + ": " + message + " " + got);
        }
    }
}
