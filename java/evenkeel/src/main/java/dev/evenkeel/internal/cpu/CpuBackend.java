package dev.evenkeel.internal.cpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cpu.network.HeapNetwork;
import dev.evenkeel.internal.cpu.parallel.BatchNormBackward;
import dev.evenkeel.internal.cpu.parallel.BatchNormForward;
import dev.evenkeel.internal.cpu.parallel.Execution;
import dev.evenkeel.internal.cpu.parallel.GroupNorm;
import dev.evenkeel.internal.cpu.parallel.ParallelCopy;
import dev.evenkeel.internal.cpu.parallel.ReplicaStatistics;
import dev.evenkeel.internal.cpu.parallel.RowNormBackward;
import dev.evenkeel.internal.cpu.parallel.RowNormForward;
import dev.evenkeel.internal.cpu.parallel.SpectralNorm;
import dev.evenkeel.internal.cpu.parallel.WeightNorm;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;

/**
 * All cores of the machine, in Java: arithmetic in the tensor's statistics type, long sums in parts that are added in
 * double. Work is cut by shape alone, so results have the same bits on any number of threads.
 */
public final class CpuBackend extends HeapBackend {
    private final Execution execution;

    /** A backend that runs its operations with these threads and loops. */
    public CpuBackend(Execution execution) {
        super(Device.CPU, HeapNetwork.parallel(execution));
        this.execution = execution;
    }

    @Override
    public void copy(Buffer source, Buffer target) {
        ParallelCopy.run((HeapBuffer) source, (HeapBuffer) target, execution);
    }

    @Override
    public void rowNormForward(RowNormForwardOp op) {
        RowNormForward.run(op, execution);
    }

    @Override
    public void rowNormBackward(RowNormBackwardOp op) {
        RowNormBackward.run(op, execution);
    }

    @Override
    public void batchNormTraining(BatchNormTrainingOp op) {
        BatchNormForward.training(op, execution);
    }

    @Override
    public void batchNormInference(BatchNormInferenceOp op) {
        BatchNormForward.inference(op, execution);
    }

    @Override
    public void batchNormBackward(BatchNormBackwardOp op) {
        BatchNormBackward.run(op, execution);
    }

    @Override
    public void groupNormForward(GroupNormForwardOp op) {
        GroupNorm.forward(op, execution);
    }

    @Override
    public void groupNormBackward(GroupNormBackwardOp op) {
        GroupNorm.backward(op, execution);
    }

    @Override
    public void batchNormStatistics(BatchNormStatisticsOp op) {
        ReplicaStatistics.run(op, execution);
    }

    @Override
    public void batchNormReduce(BatchNormReduceOp op) {
        BatchNormBackward.run(op, execution);
    }

    @Override
    public void batchNormInputGradient(BatchNormInputGradientOp op) {
        BatchNormBackward.run(op, execution);
    }

    @Override
    public void weightNormForward(WeightNormForwardOp op) {
        WeightNorm.forward(op, execution);
    }

    @Override
    public void weightNormBackward(WeightNormBackwardOp op) {
        WeightNorm.backward(op, execution);
    }

    @Override
    public void spectralNormForward(SpectralNormForwardOp op) {
        SpectralNorm.forward(op, execution);
    }

    @Override
    public void spectralNormBackward(SpectralNormBackwardOp op) {
        SpectralNorm.backward(op, execution);
    }
}
