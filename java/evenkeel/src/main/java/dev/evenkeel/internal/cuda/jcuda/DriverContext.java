package dev.evenkeel.internal.cuda.jcuda;

import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A CUDA context in which calls of the driver are made. */
interface DriverContext {
    /** Makes a call in this context and returns its result. */
    int result(IntSupplier call);

    /** Makes a call in this context; throws unless it succeeds. */
    default void check(Supplier<String> operation, IntSupplier call) {
        CudaCalls.check(operation, result(call));
    }
}
