package dev.evenkeel.internal.cpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.LayerNormBackwardOp;
import dev.evenkeel.internal.spi.LayerNormForwardOp;

/**
 * The reference: one thread, one loop per formula, every type read as double and every sum accumulated in double. All
 * other backends are compared with it.
 */
public final class ScalarBackend extends HeapBackend {
    /** The one device of this kind. */
    public ScalarBackend() {
        super(Device.SCALAR);
    }

    @Override
    public void layerNormForward(LayerNormForwardOp op) {
        ScalarLayerNorm.forward(op);
    }

    @Override
    public void layerNormBackward(LayerNormBackwardOp op) {
        ScalarLayerNorm.backward(op);
    }

    @Override
    public void batchNormTraining(BatchNormTrainingOp op) {
        ScalarBatchNorm.training(op);
    }

    @Override
    public void batchNormInference(BatchNormInferenceOp op) {
        ScalarBatchNorm.inference(op);
    }

    @Override
    public void batchNormBackward(BatchNormBackwardOp op) {
        ScalarBatchNorm.backward(op);
    }
}
