package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCompile;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCreate;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerDestroy;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLogSize;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLogSize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.LibUtils;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * The PTX compiler that comes with JCuda's natives: that of CUDA 12.0, whatever JCuda's own version. It reads PTX up to
 * version 8.0 and compiles for sm_90 at most.
 */
public final class PtxAssembler {
    private static final int FIRST_THAT_WARNS = 24;

    private static boolean tried;
    private static boolean loaded;

    private PtxAssembler() {}

    /**
     * Registers of a thread of a kernel on {@code sm_<arch>}, by the kernel's name: of that kernel, and of whatever
     * others the compiler speaks of. Empty where the compiler is not there or does not take the text.
     */
    public static Map<String, Integer> registers(String ptx, String entry, int arch) {
        try {
            if (!available()) {
                return Map.of();
            }
            return KernelResources.parse(compile(ptx, arch, "--entry=" + entry)).stream()
                    .collect(Collectors.toMap(KernelResources::entry, KernelResources::registers, Math::max));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static synchronized boolean available() {
        if (!tried) {
            try {
                tried = true;
                if (isQuiet()) {
                    load();
                }
            } catch (IOException | LinkageError | ReflectiveOperationException e) {
                // no natives for this platform, or no JCuda: the caller does without
            }
        }
        return loaded;
    }

    /** Whether loading natives makes the JVM print nothing: from Java 24 on it warns of those not allowed to. */
    private static boolean isQuiet() throws ReflectiveOperationException {
        return Runtime.version().feature() < FIRST_THAT_WARNS
                || (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(LibUtils.class.getModule());
    }

    /** Brings the natives; before the first compilation. */
    static synchronized void load() throws IOException {
        if (!loaded) {
            NativeLibraries.load("JNvPTXCompiler", () -> JNvPTXCompiler.setExceptionsEnabled(false));
            loaded = true;
        }
    }

    /**
     * Compiles for {@code sm_<arch>} and returns the compiler's log of registers and spills.
     *
     * @throws IllegalArgumentException if the text does not compile, with the compiler's errors, or is none that it
     *     survives: without a version, a target and an entry it takes the JVM down
     */
    static String compile(String ptx, int arch, String... more) {
        for (String required : List.of(".version ", ".target ", ".address_size ", ".entry ")) {
            if (!ptx.contains(required)) {
                throw new IllegalArgumentException("PTX without " + required.strip());
            }
        }
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
        require(nvPTXCompilerCreate(handle, text.length, Arrays.copyOf(text, text.length + 1)), "");
        try {
            String[] options = Stream.concat(
                            Stream.of("--gpu-name=sm_" + arch, "--verbose", "--warn-on-spills"), Arrays.stream(more))
                    .toArray(String[]::new);
            int result = nvPTXCompilerCompile(handle, options.length, options);
            require(result, result == 0 ? "" : errors(handle));
            return information(handle);
        } finally {
            nvPTXCompilerDestroy(handle);
        }
    }

    private static String errors(nvPTXCompilerHandle handle) {
        long[] size = new long[1];
        require(nvPTXCompilerGetErrorLogSize(handle, size), "");
        byte[] log = new byte[(int) size[0] + 1];
        require(nvPTXCompilerGetErrorLog(handle, log), "");
        return new String(log, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static String information(nvPTXCompilerHandle handle) {
        long[] size = new long[1];
        require(nvPTXCompilerGetInfoLogSize(handle, size), "");
        byte[] log = new byte[(int) size[0] + 1];
        require(nvPTXCompilerGetInfoLog(handle, log), "");
        return new String(log, StandardCharsets.US_ASCII).replace("\0", "");
    }

    private static void require(int result, String errors) {
        if (result != 0) {
            throw new IllegalArgumentException("the PTX compiler says " + result + ": " + errors);
        }
    }
}
