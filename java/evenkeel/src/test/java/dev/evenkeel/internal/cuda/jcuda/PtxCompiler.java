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
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * The PTX compiler that comes with JCuda's natives: that of CUDA 12.0, whatever JCuda's own version. It reads PTX up to
 * version 8.0 and compiles for sm_90 at most.
 */
final class PtxCompiler {
    private static boolean loaded;

    private PtxCompiler() {}

    /** Brings the natives; before the first compilation. */
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        loaded = true;
        NativeLibraries.load("JNvPTXCompiler", () -> JNvPTXCompiler.setExceptionsEnabled(false));
    }

    /**
     * Compiles for {@code sm_<arch>} and returns the compiler's log of registers and spills.
     *
     * @throws IllegalArgumentException if the text does not compile, with the compiler's errors, or is none that it
     *     survives: without a version, a target and an entry it takes the JVM down
     */
    static String compile(String ptx, int arch) {
        for (String required : List.of(".version ", ".target ", ".address_size ", ".entry ")) {
            if (!ptx.contains(required)) {
                throw new IllegalArgumentException("PTX without " + required.strip());
            }
        }
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
        require(nvPTXCompilerCreate(handle, text.length, Arrays.copyOf(text, text.length + 1)), "");
        try {
            String[] options = {"--gpu-name=sm_" + arch, "--verbose", "--warn-on-spills"};
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
