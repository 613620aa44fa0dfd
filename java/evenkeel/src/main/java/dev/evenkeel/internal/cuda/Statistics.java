package dev.evenkeel.internal.cuda;

import dev.evenkeel.internal.spi.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The statistics that x̂ is made with: (x − mean − rest)·rstd.
 *
 * @param rest what the type of {@code mean} could not hold of it; null where the mean was saved, and its rest lost
 */
record Statistics(Buffer mean, @Nullable Buffer rest, Buffer rstd) {
    /** As the parameters of a kernel, in their order. */
    KernelArguments give(KernelArguments arguments) {
        return arguments.buffer(mean).buffer(rest).buffer(rstd);
    }
}
