package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.cuda.PtxLibrary.Loaded;

/** A channel norm's forward, ready to be launched: its kernels are looked up. */
final class ChannelNormForward {
    private final KernelLauncher kernels;
    private final ChannelNormForwardLaunch launch;
    private final Loaded statistics;
    private final Loaded each;

    ChannelNormForward(KernelLauncher kernels, ChannelNormForwardLaunch launch) {
        this.kernels = kernels;
        this.launch = launch;
        this.statistics = kernels.find(
                launch.statistics() instanceof StripWalk
                        ? Kernel.CHANNEL_NORM_STATS_STRIPS
                        : Kernel.CHANNEL_NORM_STATS_PLANES,
                launch.dtype(),
                launch.dtype());
        this.each = kernels.find(
                launch.each() instanceof RowWalk ? Kernel.CHANNEL_NORM_APPLY_ROWS : Kernel.CHANNEL_NORM_APPLY_PLANES,
                launch.dtype(),
                launch.dtype());
    }

    /** How it is launched, and how much workspace it needs. */
    ChannelNormForwardLaunch decision() {
        return launch;
    }

    /** Device addresses of statistics; 0 for those that nobody wants. */
    record Found(long mean, long meanRest, long m2, long rstd) {}

    /** Device addresses of the tensors that are gone over; 0 for those that are not there. */
    record Elements(long x, long residual, long weight, long bias, long y) {}

    /** Makes the workspace's counters what {@link #statistics} expects and leaves behind. */
    void clear(long workspace) {
        if (launch.arrivals() > 0) {
            kernels.zero(workspace + launch.arrivalsAt(), launch.arrivals());
        }
    }

    /** Where the workspace has room for all statistics. */
    Found room(long workspace) {
        return new Found(
                workspace + launch.setsAt(0),
                workspace + launch.setsAt(1),
                workspace + launch.setsAt(2),
                workspace + launch.setsAt(3));
    }

    /** Statistics of x, each set by its own. */
    void statistics(long x, Found found, long workspace) {
        reduce(
                launch.statistics().walk().config(),
                new Elements(x, 0, 0, 0, 0),
                found,
                RunningAddresses.NONE,
                workspace,
                0);
    }

    /** Statistics of x, y by them, and the running statistics moved: in one launch, or in two. All are found. */
    void train(Elements elements, Found found, RunningAddresses running, long workspace) {
        Resident resident = launch.resident();
        if (resident != null) {
            reduce(resident.config(), elements, found, running, workspace, resident.kept());
        } else {
            statistics(elements.x, found, workspace);
            apply(elements, found, running);
        }
    }

    private void reduce(
            LaunchConfig config, Elements elements, Found found, RunningAddresses running, long workspace, int kept) {
        kernels.launch(
                statistics,
                config,
                arguments -> launch.statistics()
                        .walk()
                        .give(arguments
                                .address(elements.x)
                                .address(elements.residual)
                                .address(elements.weight)
                                .address(elements.bias)
                                .address(elements.y)
                                .flag(launch.paramDType() != launch.dtype())
                                .flag(launch.relu())
                                .address(workspace + launch.partialsAt())
                                .address(workspace + launch.arrivalsAt())
                                .address(found.mean)
                                .address(found.meanRest)
                                .address(found.m2)
                                .address(found.rstd)
                                .number(launch.eps())
                                .address(running.mean())
                                .address(running.variance())
                                .address(running.batches())
                                .number(running.factor())
                                .number(running.correction())
                                .i32(kept)));
    }

    /** y, by these statistics, and the running statistics, moved by their mean and m2. */
    void apply(Elements elements, Found found, RunningAddresses running) {
        kernels.launch(
                each,
                launch.each().config(),
                arguments -> launch.each().give(running.give(given(elements, found, arguments), found)));
    }

    private KernelArguments given(Elements elements, Found found, KernelArguments arguments) {
        return arguments
                .address(elements.x)
                .address(elements.residual)
                .address(found.mean)
                .address(found.meanRest)
                .address(found.rstd)
                .address(elements.weight)
                .address(elements.bias)
                .address(elements.y)
                .i64(launch.group())
                .flag(launch.paramDType() != launch.dtype())
                .flag(launch.relu());
    }
}
