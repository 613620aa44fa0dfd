package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.util.Optional;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;

/** Looks for cuBLAS, silently: many machines have a driver and no CUDA toolkit. */
final class CublasLoader {
    private CublasLoader() {}

    /** cuBLAS on this stream; empty without JCuda's classes or natives for it, or without its library. */
    static Optional<Cublas> find(PrimaryContext context, CUstream stream) {
        try {
            NativeLibraries.load("JCublas2", JCublas2::initialize);
            return Optional.of(new Cublas(context, stream));
        } catch (IOException | LinkageError | RuntimeException e) {
            return Optional.empty();
        }
    }
}
