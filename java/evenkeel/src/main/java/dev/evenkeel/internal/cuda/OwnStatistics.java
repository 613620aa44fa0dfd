package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.ChannelGradients.Given;
import dev.evenkeel.internal.spi.Buffer;
import org.jspecify.annotations.Nullable;

/** Device memory for the statistics of the data, where a backward was not given them. Closed as {@link Scratch} is. */
final class OwnStatistics implements AutoCloseable {
    private final Scratch scratch;
    private final Buffer mean;
    private final Buffer rest;
    private final Buffer rstd;

    /** Room for those of {@code count} rows or channels. */
    OwnStatistics(KernelLauncher kernels, DType type, long count) {
        this.scratch = kernels.scratch(type, 3 * count);
        this.mean = CudaBuffer.borrow(scratch.take(count), type, count);
        this.rest = CudaBuffer.borrow(scratch.take(count), type, count);
        this.rstd = CudaBuffer.borrow(scratch.take(count), type, count);
    }

    Buffer mean() {
        return mean;
    }

    Buffer rest() {
        return rest;
    }

    Buffer rstd() {
        return rstd;
    }

    /** What was saved, and these where it was not; a saved mean has no rest. */
    Given orSaved(@Nullable Buffer savedMean, @Nullable Buffer savedRstd) {
        Buffer usedRstd = savedRstd != null ? savedRstd : rstd;
        return savedMean != null ? new Given(savedMean, null, usedRstd) : new Given(mean, rest, usedRstd);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
