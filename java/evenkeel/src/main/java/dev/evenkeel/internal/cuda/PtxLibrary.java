package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of the jar, loaded into one driver: a PTX file when the first of its kernels is asked for, of the
 * newest target that the device runs. Thread-safe.
 */
final class PtxLibrary {
    /** The targets that PTX is shipped for, newest first. */
    static final List<Integer> TARGETS = List.of(90, 80, 75);

    /** The oldest compute capability that any of the PTX runs on. */
    static final int OLDEST = 75;

    private final CudaDriver driver;
    private final int target;
    private final Map<String, CudaModule> modules = new ConcurrentHashMap<>();
    private final Map<Key, Loaded> kernels = new ConcurrentHashMap<>();
    private final Map<String, Loaded> byEntry = new ConcurrentHashMap<>();

    /** A kernel that is ready to be launched. */
    record Loaded(KernelSignature signature, int[] offsets, CudaFunction function) {}

    private record Key(Kernel kernel, DType dtype, DType paramDType) {}

    PtxLibrary(CudaDriver driver) {
        this.driver = driver;
        this.target = target(driver.properties().computeCapability());
    }

    /**
     * The newest target that a device of this compute capability runs.
     *
     * @throws IllegalArgumentException if it is too old for all of them
     */
    static int target(int computeCapability) {
        for (int candidate : TARGETS) {
            if (candidate <= computeCapability) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("sm_" + computeCapability + " is older than sm_" + OLDEST);
    }

    /**
     * The PTX that the jar carries, by target and the file's name without its ending. Code that is the same for an
     * older target is carried for that one alone.
     */
    static String text(int target, String file) {
        for (int candidate : TARGETS) {
            URL resource = candidate <= target ? resource(candidate, file) : null;
            if (resource != null) {
                return read(resource);
            }
        }
        throw new IllegalStateException("this jar was built without the PTX of " + file);
    }

    /** The file of this very target, or null. */
    @Nullable
    static URL resource(int target, String file) {
        return PtxLibrary.class.getResource("/dev/evenkeel/ptx/compute_" + target + "/" + file + ".ptx");
    }

    private static String read(URL resource) {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    /** A kernel for these storage and parameter types. */
    Loaded kernel(Kernel kernel, DType dtype, DType paramDType) {
        Key key = new Key(kernel, dtype, paramDType);
        Loaded loaded = kernels.get(key);
        return loaded != null ? loaded : kernels.computeIfAbsent(key, this::load);
    }

    private Loaded load(Key key) {
        CudaModule module = modules.computeIfAbsent(key.kernel.file(), file -> driver.loadModule(text(target, file)));
        KernelSignature signature = key.kernel.signature(key.dtype, key.paramDType);
        return byEntry.computeIfAbsent(
                signature.entry(), entry -> new Loaded(signature, signature.offsets(), module.function(entry)));
    }
}
