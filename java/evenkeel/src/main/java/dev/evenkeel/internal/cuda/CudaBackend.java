package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;

/**
 * A CUDA device's memory and operations, over whatever implements {@link CudaDriver}. Operations return when their
 * kernels are enqueued; the memory they need in between is allocated and freed in the order of the stream, and freed
 * too when one of their launches fails.
 */
public final class CudaBackend implements NormBackend {
    private final Device device;
    private final CudaDriver driver;
    private final KernelLauncher kernels;
    private final CudaRowNorm rowNorm;
    private final CudaBatchNorm batchNorm;
    private final CudaGroupNorm groupNorm;
    private final CudaBatchNormBackward batchNormBackward;
    private final CudaGroupNormBackward groupNormBackward;
    private final CudaWeightNorm weightNorm;
    private final CudaSpectralNorm spectralNorm;
    private final CudaNetwork network;

    /**
     * @param device what tensors call this backend
     * @param driver the device; belongs to the backend from now on
     * @throws IllegalArgumentException if it is older than every PTX of the jar
     */
    public CudaBackend(Device device, CudaDriver driver) {
        this.device = device;
        this.driver = driver;
        this.kernels = new KernelLauncher(driver);
        this.rowNorm = new CudaRowNorm(kernels);
        this.batchNorm = new CudaBatchNorm(kernels);
        this.groupNorm = new CudaGroupNorm(kernels);
        this.batchNormBackward = new CudaBatchNormBackward(kernels, batchNorm);
        this.groupNormBackward = new CudaGroupNormBackward(kernels);
        this.weightNorm = new CudaWeightNorm(kernels);
        this.spectralNorm = new CudaSpectralNorm(kernels);
        this.network = new CudaNetwork(kernels);
    }

    /** Whether the jar has PTX that a device of this compute capability (75, 90) runs. */
    public static boolean runsOn(int computeCapability) {
        return computeCapability >= PtxLibrary.OLDEST;
    }

    @Override
    public Device device() {
        return device;
    }

    /** What the device is. */
    public DeviceProperties properties() {
        return driver.properties();
    }

    /** A mark in the stream that operations go to, for timing them on the device. The caller closes it. */
    public CudaEvent createEvent() {
        return driver.createEvent();
    }

    @Override
    public Buffer allocate(DType dtype, long count) {
        return CudaBuffer.allocate(driver, dtype, count);
    }

    @Override
    public Buffer borrow(long address, DType dtype, long count) {
        return CudaBuffer.borrow(address, dtype, count);
    }

    @Override
    public void upload(HeapBuffer source, Buffer target) {
        if (source.length() > 0) {
            driver.copyToDevice(source, 0, source.length(), ((CudaBuffer) target).address());
        }
    }

    @Override
    public void download(Buffer source, HeapBuffer target) {
        if (target.length() > 0) {
            driver.copyToHost(((CudaBuffer) source).address(), target, 0, target.length());
        }
    }

    @Override
    public void copy(Buffer source, Buffer target) {
        if (source.count() > 0) {
            driver.copyOnDevice(((CudaBuffer) source).address(), ((CudaBuffer) target).address(), source.bytes());
        }
    }

    @Override
    public void fill(Buffer target, double value) {
        CudaFill.fill(driver, (CudaBuffer) target, value);
    }

    @Override
    public void synchronize() {
        driver.synchronize();
    }

    @Override
    public void rowNormForward(RowNormForwardOp op) {
        rowNorm.forward(op);
    }

    @Override
    public void rowNormBackward(RowNormBackwardOp op) {
        rowNorm.backward(op);
    }

    @Override
    public void batchNormTraining(BatchNormTrainingOp op) {
        batchNorm.training(op);
    }

    @Override
    public void batchNormInference(BatchNormInferenceOp op) {
        batchNorm.inference(op);
    }

    @Override
    public void batchNormBackward(BatchNormBackwardOp op) {
        batchNormBackward.run(op);
    }

    @Override
    public void inverseStd(Buffer variance, Buffer rstd, double eps) {
        ChannelNormFinish.inverseStd(kernels, variance, rstd, eps);
    }

    @Override
    public void groupNormForward(GroupNormForwardOp op) {
        groupNorm.forward(op);
    }

    @Override
    public void groupNormBackward(GroupNormBackwardOp op) {
        groupNormBackward.run(op);
    }

    @Override
    public void batchNormStatistics(BatchNormStatisticsOp op) {
        batchNorm.statistics(op);
    }

    @Override
    public void batchNormMerge(BatchNormMergeOp op) {
        batchNorm.merge(op);
    }

    @Override
    public void batchNormReduce(BatchNormReduceOp op) {
        batchNormBackward.reduce(op);
    }

    @Override
    public void batchNormInputGradient(BatchNormInputGradientOp op) {
        batchNormBackward.inputGradient(op);
    }

    @Override
    public NetworkBackend network() {
        return network;
    }

    @Override
    public void weightNormForward(WeightNormForwardOp op) {
        weightNorm.forward(op);
    }

    @Override
    public void weightNormBackward(WeightNormBackwardOp op) {
        weightNorm.backward(op);
    }

    @Override
    public void spectralNormForward(SpectralNormForwardOp op) {
        spectralNorm.forward(op);
    }

    @Override
    public void spectralNormBackward(SpectralNormBackwardOp op) {
        spectralNorm.backward(op);
    }
}
