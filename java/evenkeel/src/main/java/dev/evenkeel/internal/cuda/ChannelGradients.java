package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The launches that the backward of every channel norm is made of: sums over each channel, then each element and the
 * parameters' gradients; or all in one, where the tensor is small enough for the device to hold. Gradients that may be
 * added to are written by the last launch, so that they are as they were if one fails.
 */
final class ChannelGradients {
    private static final long NONE = 0;
    /** What a launch does, as kernels have it in {@code channel_backward.cuh}. */
    private static final int SUMS = 1;

    private static final int ELEMENTS = 2;
    private static final int PARAMETERS = 4;
    private static final int CONSTANT = 8;

    private final KernelLauncher kernels;

    ChannelGradients(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    /**
     * What both launches read.
     *
     * @param relu whether dy is cut where relu cut
     * @param eps added to variances that are found
     */
    record Inputs(
            GradientWalk walk,
            DType paramDType,
            boolean relu,
            double eps,
            Buffer dy,
            Buffer x,
            @Nullable Buffer residual,
            @Nullable Buffer weight,
            @Nullable Buffer bias) {
        DType dtype() {
            return walk.tensor().dtype();
        }
    }

    /**
     * Statistics of each group; those that are null are found in the same pass as the sums.
     *
     * @param rest what the type of {@code mean} could not hold of it
     */
    record Given(
            @Nullable Buffer mean,
            @Nullable Buffer rest,
            @Nullable Buffer rstd) {
        boolean complete() {
            return mean != null && rstd != null;
        }
    }

    /** Gradients of the elements; null ones are left out. */
    record Elements(@Nullable Buffer dx, @Nullable Buffer dresidual) {
        static final Elements NONE = new Elements(null, null);

        boolean wanted() {
            return dx != null || dresidual != null;
        }
    }

    /** Gradients of the parameters; null ones are left out. */
    record Parameters(@Nullable Buffer dweight, @Nullable Buffer dbias, boolean accumulate) {
        static final Parameters NONE = new Parameters(null, null, false);

        boolean wanted() {
            return dweight != null || dbias != null;
        }
    }

    /**
     * Where the sums and the statistics that were found lie.
     *
     * @param dy sums of each channel of each sample, [samples][channels]
     * @param groupDy those of each group, weighted where it has several channels, [samples][groups]
     */
    record Sums(long mean, long rest, long rstd, long dy, long dyXhat, long groupDy, long groupDyXhat) {
        /** None: dx is that of constant statistics. */
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0);
    }

    /** Memory that an operation's launches leave something in for each other. */
    static final class Workspace implements AutoCloseable {
        private final Scratch scratch;
        private final Sums sums;
        private final long partials;
        private final long counters;

        /** Its counters are 0. */
        Workspace(KernelLauncher kernels, Inputs in, Given given) {
            GradientWalk walk = in.walk;
            DType type = in.dtype().statistics();
            boolean grouped = walk.groupChannels() > 1;
            long counting = LaunchConfig.ceilDiv(walk.counters() * Integer.BYTES, type.bytes());
            long partial = (given.complete() ? 2 : 6) * walk.partials();
            this.scratch = kernels.scratch(type, 5 * walk.groups() + 2 * walk.channels() + partial + counting);
            long dy = scratch.take(walk.channels());
            long dyXhat = scratch.take(walk.channels());
            long groupDy = scratch.take(walk.groups());
            long groupDyXhat = scratch.take(walk.groups());
            this.sums = new Sums(
                    scratch.take(walk.groups()),
                    scratch.take(walk.groups()),
                    scratch.take(walk.groups()),
                    dy,
                    dyXhat,
                    grouped ? groupDy : dy,
                    grouped ? groupDyXhat : dyXhat);
            this.partials = scratch.take(partial);
            this.counters = scratch.take(counting);
            try {
                kernels.zero(counters, walk.counters());
            } catch (RuntimeException | Error failure) {
                scratch.close();
                throw failure;
            }
        }

        Sums sums() {
            return sums;
        }

        @Override
        public void close() {
            scratch.close();
        }
    }

    /** Sums, where {@code sums} says; with constant statistics the gradients of the elements in the same pass. */
    void reduce(Inputs in, Given given, Elements constant, Workspace workspace, Sums sums) {
        int phases = SUMS | (constant.wanted() ? ELEMENTS | CONSTANT : 0);
        LaunchConfig config = in.walk.launch(true, false);
        launch(in, given, phases, config, constant, Parameters.NONE, workspace, sums, in.walk.perGroup());
    }

    /** Each element, {@code count} of which share the group's sums, then the parameters. */
    void apply(Inputs in, Given given, Sums sums, long count, Elements elements, Parameters parameters) {
        int phases = (elements.wanted() ? ELEMENTS : 0) | (parameters.wanted() ? PARAMETERS : 0);
        LaunchConfig config = in.walk.launch(elements.wanted(), parameters.wanted());
        launch(in, given, phases, config, elements, parameters, null, sums, count);
    }

    /** All in one launch, with a walk made by {@link GradientWalk#resident}. */
    void together(Inputs in, Given given, Elements elements, Parameters parameters, Workspace workspace) {
        int phases = SUMS | ELEMENTS | (parameters.wanted() ? PARAMETERS : 0);
        LaunchConfig config = in.walk.together();
        launch(in, given, phases, config, elements, parameters, workspace, workspace.sums, in.walk.perGroup());
    }

    private void launch(
            Inputs in,
            Given given,
            int phases,
            LaunchConfig config,
            Elements elements,
            Parameters parameters,
            @Nullable Workspace workspace,
            Sums sums,
            long count) {
        GradientWalk walk = in.walk;
        boolean grouped = walk.groupChannels() > 1;
        kernels.launch(
                walk.form() == GradientWalk.Form.TILES
                        ? Kernel.CHANNEL_NORM_BACKWARD_TILES
                        : Kernel.CHANNEL_NORM_BACKWARD_PLANES,
                in.dtype(),
                in.paramDType,
                config,
                arguments -> {
                    arguments
                            .buffer(in.dy)
                            .buffer(in.x)
                            .buffer(in.residual)
                            .buffer(given.mean)
                            .buffer(given.rest)
                            .buffer(given.rstd)
                            .buffer(in.weight)
                            .buffer(in.bias)
                            .buffer(elements.dx)
                            .buffer(elements.dresidual)
                            .buffer(parameters.dweight)
                            .buffer(parameters.dbias)
                            .address(workspace == null ? NONE : workspace.partials)
                            .address(workspace == null ? NONE : workspace.counters)
                            .address(sums.mean)
                            .address(sums.rest)
                            .address(sums.rstd)
                            .address(sums.dy)
                            .address(sums.dyXhat)
                            .address(grouped ? sums.groupDy : NONE)
                            .address(grouped ? sums.groupDyXhat : NONE);
                    walk.giveTensor(arguments)
                            .i64(count)
                            .i32(walk.groupChannels())
                            .flag(in.paramDType == in.dtype().statistics())
                            .flag(in.relu)
                            .flag(parameters.accumulate)
                            .i32(phases)
                            .number(in.eps);
                    walk.giveWalk(arguments);
                });
    }
}
