package dev.evenkeel.internal.cuda;

/** How a launch goes over a {@link ChannelTensor}: what its kernel takes last, and how many threads run it. */
sealed interface ChannelWalk permits StripWalk, PlaneWalk, RowWalk {
    /** Planes of so many bytes, and larger ones, are gone over one by one. */
    int LARGE_PLANE = 4096;

    /** The tensor. */
    ChannelTensor tensor();

    /** The launch. */
    LaunchConfig config();

    /** As the parameters of a kernel, in their order. */
    KernelArguments give(KernelArguments arguments);

    /** How a reduction over each channel goes. A function of one sample's size, so that bits depend on it alone. */
    static Reduction reduction(ChannelTensor tensor) {
        boolean large = tensor.inner() * tensor.dtype().bytes() >= LARGE_PLANE;
        return large || !StripWalk.takes(tensor) ? PlaneWalk.reduction(tensor) : StripWalk.of(tensor);
    }

    /** How a visit of each element goes. */
    static ChannelWalk each(ChannelTensor tensor) {
        boolean large = tensor.inner() * tensor.dtype().bytes() >= LARGE_PLANE;
        return large ? PlaneWalk.each(tensor) : RowWalk.of(tensor);
    }

    /** A tensor's size, as the first parameters of every walk. */
    static KernelArguments give(ChannelTensor tensor, KernelArguments arguments) {
        return arguments
                .i64(tensor.samples())
                .i64(tensor.outer())
                .i64(tensor.channels())
                .i64(tensor.inner());
    }
}
