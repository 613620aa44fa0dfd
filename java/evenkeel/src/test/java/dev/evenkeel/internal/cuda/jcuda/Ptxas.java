package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PTX compiler of an installed CUDA toolkit, if there is one. */
final class Ptxas {
    private static final Pattern RELEASE = Pattern.compile("release [\\d.]+, V([\\d.]+)");

    private Ptxas() {}

    /** Its version, or nothing if there is none. */
    static String version() throws InterruptedException {
        try {
            Matcher release = RELEASE.matcher(run(List.of("ptxas", "--version")));
            return release.find() ? release.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The kernels of a file, compiled for an architecture. */
    static List<KernelResources> assemble(Path ptx, int arch) {
        try {
            return KernelResources.parse(
                    run(List.of("ptxas", "-v", "-O3", "-arch=sm_" + arch, "-o", "/dev/null", ptx.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + log);
        }
        return log;
    }
}
