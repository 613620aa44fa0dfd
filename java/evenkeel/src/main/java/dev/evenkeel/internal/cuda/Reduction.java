package dev.evenkeel.internal.cuda;

/** A walk that leaves something for every channel: what each chunk leaves is merged by whichever block comes last. */
sealed interface Reduction permits StripWalk, PlaneWalk {
    /** Blocks to aim at: some for every multiprocessor of a large device. */
    int TARGET_BLOCKS = 1024;
    /** Numbers that a chunk leaves of each channel, in the statistics type. */
    int PARTIAL = 4;
    /** What chunks leave and read again may be this part of what a forward pass over the tensor moves. */
    double PARTIAL_SHARE = 0.013;

    /** The walk. */
    ChannelWalk walk();

    /** Parts that each channel's elements are cut into. */
    int chunks();

    /** Counters of the chunks that have arrived, 32 bits each; 0 before and after every launch. */
    long arrivals();

    /** Whether its kernel can go on with what it keeps of the tensor. */
    boolean resides();

    /** Vectors that a thread has of a chunk, at most. */
    int kept();

    /** Bytes of shared memory that its kernel has besides what it keeps. */
    int scratchBytes();

    /** What all chunks leave, counted in {@link #PARTIAL}s. None for one chunk. */
    default long partials() {
        ChannelTensor tensor = walk().tensor();
        return chunks() == 1 ? 0 : tensor.samples() * chunks() * tensor.channels();
    }

    /** Most chunks by what they leave. */
    static long affordable(ChannelTensor tensor, int partialBytes) {
        double moved = 3.0 * tensor.perChannel() * tensor.dtype().bytes();
        return (long) (PARTIAL_SHARE * moved / (2 * partialBytes));
    }
}
