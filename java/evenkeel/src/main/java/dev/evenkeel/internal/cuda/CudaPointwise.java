package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.ActivationKind;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.DropoutOp;
import dev.evenkeel.internal.spi.PointwiseBackend;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Operations on elements by themselves, as launches of kernels. */
final class CudaPointwise implements PointwiseBackend {
    /** Elements that a thread of dropout has: as many as random numbers come at once. */
    private static final int GROUP = 4;

    private final KernelLauncher kernels;

    CudaPointwise(KernelLauncher kernels) {
        this.kernels = kernels;
    }

    @Override
    public void activation(ActivationKind kind, Buffer x, Buffer y) {
        activate(kind, x, null, y);
    }

    @Override
    public void activationBackward(ActivationKind kind, Buffer x, Buffer dy, Buffer dx) {
        activate(kind, x, dy, dx);
    }

    private void activate(ActivationKind kind, Buffer x, @Nullable Buffer dy, Buffer y) {
        launch(
                Kernel.ACTIVATION,
                x,
                1,
                arguments ->
                        arguments.buffer(x).buffer(dy).buffer(y).i64(x.count()).i32(kind.ordinal()));
    }

    @Override
    public void dropout(DropoutOp op) {
        launch(
                Kernel.DROPOUT,
                op.x(),
                GROUP,
                arguments -> arguments
                        .buffer(op.x())
                        .buffer(op.y())
                        .i64(op.x().count())
                        .i64(op.threshold())
                        .number(op.scale())
                        .i64(op.seed())
                        .i64(op.step()));
    }

    @Override
    public void add(Buffer x, Buffer y) {
        launch(Kernel.ADD, x, 1, arguments -> arguments.buffer(x).buffer(y).i64(x.count()));
    }

    private void launch(Kernel kernel, Buffer x, int perThread, Consumer<KernelArguments> give) {
        if (x.count() > 0) {
            LaunchConfig config = LaunchConfig.perItem(LaunchConfig.ceilDiv(x.count(), perThread));
            kernels.launch(kernel, x.dtype(), x.dtype(), config, give);
        }
    }
}
