package dev.evenkeel.internal.cpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cpu.network.HeapNetwork;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;

/**
 * The reference: one thread, one loop per formula, every type read as double and every sum accumulated in double. All
 * other backends are compared with it.
 */
public final class ScalarBackend extends HeapBackend {
    /** The one device of this kind. */
    public ScalarBackend() {
        super(Device.SCALAR, HeapNetwork.scalar());
    }

    @Override
    public void rowNormForward(RowNormForwardOp op) {
        ScalarRowNorm.forward(op);
    }

    @Override
    public void rowNormBackward(RowNormBackwardOp op) {
        ScalarRowNorm.backward(op);
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

    @Override
    public void groupNormForward(GroupNormForwardOp op) {
        ScalarGroupNorm.forward(op);
    }

    @Override
    public void groupNormBackward(GroupNormBackwardOp op) {
        ScalarGroupNorm.backward(op);
    }

    @Override
    public void batchNormStatistics(BatchNormStatisticsOp op) {
        ScalarReplicaNorm.statistics(op);
    }

    @Override
    public void batchNormReduce(BatchNormReduceOp op) {
        ScalarReplicaNorm.reduce(op);
    }

    @Override
    public void batchNormInputGradient(BatchNormInputGradientOp op) {
        ScalarReplicaNorm.inputGradient(op);
    }

    @Override
    public void weightNormForward(WeightNormForwardOp op) {
        ScalarWeightNorm.forward(op);
    }

    @Override
    public void weightNormBackward(WeightNormBackwardOp op) {
        ScalarWeightNorm.backward(op);
    }

    @Override
    public void spectralNormForward(SpectralNormForwardOp op) {
        ScalarSpectralNorm.forward(op);
    }

    @Override
    public void spectralNormBackward(SpectralNormBackwardOp op) {
        ScalarSpectralNorm.backward(op);
    }
}
