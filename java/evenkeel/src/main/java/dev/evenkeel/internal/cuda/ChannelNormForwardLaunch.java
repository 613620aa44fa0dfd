package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import org.jspecify.annotations.Nullable;

/**
 * How a channel norm's forward is launched, and where its workspace has what. A pure function of the geometry.
 *
 * @param statistics the reduction that finds mean and rstd
 * @param each the visit of each element
 * @param group neighbouring channels of {@code each} that share statistics
 * @param eps added to the variance
 * @param paramDType type of weight and bias
 * @param relu whether relu follows
 * @param resident the launch that does both at once, instead of the two; null where they are needed
 */
record ChannelNormForwardLaunch(
        Reduction statistics,
        ChannelWalk each,
        long group,
        double eps,
        DType paramDType,
        boolean relu,
        @Nullable Resident resident) {
    private static final long ALIGNED = 256;

    /** Batch norm in two launches: the one or the other, or both. */
    static ChannelNormForwardLaunch of(ChannelGeometry geometry) {
        ChannelTensor tensor = ChannelTensor.of(geometry);
        return new ChannelNormForwardLaunch(
                ChannelWalk.reduction(tensor),
                ChannelWalk.each(tensor),
                1,
                geometry.eps(),
                geometry.paramDType(),
                geometry.relu(),
                null);
    }

    /** Batch norm in training; {@code aligned} says whether all tensors lie at multiples of vectors. */
    static ChannelNormForwardLaunch training(ChannelGeometry geometry, boolean aligned, DeviceProperties device) {
        ChannelNormForwardLaunch two = of(geometry);
        Resident resident = aligned ? Resident.of(two.statistics, device) : null;
        return new ChannelNormForwardLaunch(
                two.statistics, two.each, two.group, two.eps, two.paramDType, two.relu, resident);
    }

    /** Group norm. */
    static ChannelNormForwardLaunch of(GroupGeometry geometry) {
        return new ChannelNormForwardLaunch(
                ChannelWalk.reduction(ChannelTensor.groups(geometry)),
                ChannelWalk.each(ChannelTensor.elements(geometry)),
                geometry.groupChannels(),
                geometry.eps(),
                geometry.paramDType(),
                false,
                null);
    }

    /** The tensor's type. */
    DType dtype() {
        return each.tensor().dtype();
    }

    /** The type of the statistics. */
    DType statisticsDType() {
        return dtype().statistics();
    }

    /** Sets of elements that have statistics of their own. */
    long sets() {
        ChannelTensor tensor = statistics.walk().tensor();
        return tensor.samples() * tensor.channels();
    }

    /** Elements of one set. */
    long perSet() {
        return statistics.walk().tensor().perChannel();
    }

    /** Where the chunks' arrivals are counted; they are 0 before a launch, and after it. */
    long arrivalsAt() {
        return 0;
    }

    /** How many counters of 32 bits these are that a launch uses. */
    long arrivals() {
        return statistics.partials() == 0 ? 0 : statistics.arrivals();
    }

    /** Where the chunks leave what they found. */
    long partialsAt() {
        return aligned(arrivals() * Integer.BYTES);
    }

    /** Where there is room for mean, its rest, m2 and rstd of each set: number 0 to 3. */
    long setsAt(int number) {
        return partialsAt()
                + aligned(statistics.partials()
                        * Reduction.PARTIAL
                        * statisticsDType().bytes())
                + number * aligned(sets() * statisticsDType().bytes());
    }

    /** All of the workspace. */
    long workspaceBytes() {
        return setsAt(4);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
}
