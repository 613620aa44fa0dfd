package dev.evenkeel.internal.cuda.jcuda;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Compiles {@code fake_cuda.c} to a {@code libcuda.so.1}. */
final class FakeDriver {
    private FakeDriver() {}

    /** Sees to the library in this folder; skips the test, with the reason, where that can't be. */
    static void compile(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("libcuda.so.1");
        if (Files.exists(library)) {
            return;
        }
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            abort("the fake CUDA driver is for Linux amd64, this is " + platform);
        }
        Path source = folder.resolve("fake_cuda.c");
        try (InputStream in = FakeDriver.class.getResourceAsStream("fake_cuda.c")) {
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Process gcc = gcc(source, library);
        String output = new String(gcc.getInputStream().readAllBytes());
        if (gcc.waitFor() != 0) {
            throw new AssertionError(output);
        }
    }

    private static Process gcc(Path source, Path library) {
        try {
            return new ProcessBuilder(
                            "gcc",
                            "-shared",
                            "-fPIC",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-Wl,-soname,libcuda.so.1",
                            "-o",
                            library.toString(),
                            source.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return abort("the fake CUDA driver needs gcc: " + e.getMessage());
        }
    }
}
