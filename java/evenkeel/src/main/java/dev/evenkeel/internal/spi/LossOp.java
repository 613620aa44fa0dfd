package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * A loss as the mean over the batch, and its gradient.
 *
 * @param rows at least 1
 * @param cols at least 1
 * @param prediction (rows, cols): logits or values
 * @param target rows class indices for softmax cross-entropy; rows·cols values for the others
 * @param loss one element; null if not wanted
 * @param gradient of the loss by the prediction; null if not wanted
 */
public record LossOp(
        long rows,
        long cols,
        Buffer prediction,
        Buffer target,
        @Nullable Buffer loss,
        @Nullable Buffer gradient) {}
