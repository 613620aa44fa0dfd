package dev.evenkeel.internal.cpu.network;

import dev.evenkeel.internal.cpu.kernel.Loops;
import dev.ludovic.netlib.blas.BLAS;
import java.lang.reflect.Method;

/**
 * The BLAS of dev.ludovic.netlib that is written in Java. Its classes are taken by name: the library's own way to them
 * looks for a native library first, and logs a warning where there is none.
 */
final class JavaBlas {
    private static final String VECTORS = "dev.ludovic.netlib.blas.VectorBLAS";
    private static final String PLAIN = "dev.ludovic.netlib.blas.Java11BLAS";

    private JavaBlas() {}

    /** With vectors where these loops have them. */
    static BLAS like(Loops loops) {
        return named(loops.vectorized() ? VECTORS : PLAIN);
    }

    private static BLAS named(String name) {
        try {
            Method instance = Class.forName(name).getMethod("getInstance");
            instance.setAccessible(true);
            return (BLAS) instance.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is not in the library dev.ludovic.netlib:blas", e);
        }
    }
}
