package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;

/**
 * What the launches of a row norm's backward pass hand each other, laid out in one piece of device memory: partial sums
 * for dweight, for dbias, each where it is wanted, then the statistics of the rows.
 *
 * @param dweight address of the partial sums; 0 where dweight is not wanted
 * @param dbias address of the partial sums; 0 where dbias is not wanted
 * @param statistics where the statistics begin
 */
record RowNormWorkspace(long dweight, long dbias, long statistics, DType dtype, long rows) {
    RowNormWorkspace(RowNormBackwardFacts facts, RowNormBackwardLaunch launch, long address) {
        this(
                facts.dweight() ? address : 0,
                facts.dbias() ? address + (facts.dweight() ? partials(facts, launch) : 0) : 0,
                address
                        + (facts.dweight() ? partials(facts, launch) : 0)
                        + (facts.dbias() ? partials(facts, launch) : 0),
                facts.geometry().dtype().statistics(),
                facts.geometry().rows());
    }

    private static long partials(RowNormBackwardFacts facts, RowNormBackwardLaunch launch) {
        return launch.chunks()
                * launch.pitch(facts.geometry())
                * facts.geometry().dtype().statistics().bytes();
    }

    /** Mean of each row. */
    Buffer mean() {
        return at(0);
    }

    /** What the type of the mean cannot hold of it. */
    Buffer rest() {
        return at(1);
    }

    /** 1/√(variance + eps) of each row. */
    Buffer rstd() {
        return at(2);
    }

    private Buffer at(int array) {
        return CudaBuffer.borrow(statistics + array * rows * dtype.bytes(), dtype, rows);
    }
}
