package dev.evenkeel.internal.cpu.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Vector API, which is a module that a JVM has only if it was started with {@code --add-modules
 * jdk.incubator.vector}. System property {@code evenkeel.simd}, {@code true} or {@code false}, says whether to use it
 * then.
 */
public final class VectorModule {
    /** The module's name. */
    public static final String NAME = "jdk.incubator.vector";

    private static final String SIMD = "evenkeel.simd";
    private static final String LOOPS = "dev.evenkeel.internal.cpu.simd.VectorLoops";

    private VectorModule() {}

    /**
     * Vectorized loops where the JVM has them and the property does not forbid it, else plain ones.
     *
     * @throws IllegalArgumentException if the property is neither {@code true} nor {@code false}
     */
    public static Loops loops() {
        Optional<Module> module = ModuleLayer.boot().findModule(NAME);
        return module.isPresent() && wanted(System.getProperty(SIMD)) ? vectorized(module.get()) : Loops.plain();
    }

    private static boolean wanted(@Nullable String property) {
        if (property == null || property.equals("true")) {
            return true;
        }
        if (property.equals("false")) {
            return false;
        }
        throw new IllegalArgumentException(
                "system property " + SIMD + " must be true or false, not '" + property + "'");
    }

    /** By name, because a JVM without the module cannot load that class. */
    private static Loops vectorized(Module module) {
        VectorModule.class.getModule().addReads(module);
        try {
            return (Loops) Class.forName(LOOPS).getMethod("over", Loops.class).invoke(null, Loops.plain());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(LOOPS + " is not in the library", e);
        }
    }
}
