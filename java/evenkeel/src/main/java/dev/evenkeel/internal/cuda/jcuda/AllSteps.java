package dev.evenkeel.internal.cuda.jcuda;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Things to be let go of one after the other, whatever becomes of each. */
final class AllSteps {
    private AllSteps() {}

    /** Runs all of them, then throws what the first that failed has thrown, the others' failures with it. */
    static void run(List<Runnable> steps) {
        RuntimeException first = null;
        for (Runnable step : steps) {
            first = attempt(step, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException attempt(Runnable step, @Nullable RuntimeException first) {
        try {
            step.run();
            return first;
        } catch (RuntimeException failure) {
            if (first == null) {
                return failure;
            }
            first.addSuppressed(failure);
            return first;
        }
    }
}
