package dev.evenkeel.cli.info;

import dev.evenkeel.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The compiled kernels in the library's jar, as its manifest lists them.
 *
 * @param compiler version of the nvcc that made them; empty if there are none
 * @param modules all modules
 */
record PtxModules(String compiler, List<Module> modules) {
    private static final String MANIFEST = "/dev/evenkeel/ptx/MANIFEST.txt";

    /**
     * One module.
     *
     * @param path where it lies beside the manifest
     * @param version the PTX version that it is written in
     */
    record Module(String path, String version) {}

    static PtxModules packed() {
        try (InputStream in = Shape.class.getResourceAsStream(MANIFEST)) {
            return in == null ? new PtxModules("", List.of()) : read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads lines {@code nvcc VERSION}, {@code ptx SHA PATH VERSION}; others are about sources. */
    static PtxModules read(InputStream in) throws IOException {
        String compiler = "";
        List<Module> modules = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("nvcc") && words.length > 1) {
                compiler = words[1];
            } else if (words[0].equals("ptx") && words.length > 3) {
                modules.add(new Module(words[2], words[3]));
            }
        }
        return new PtxModules(compiler, List.copyOf(modules));
    }

    /** One line for people. */
    String summary() {
        return modules.isEmpty()
                ? "none are packed in this build"
                : modules.size() + " modules, compiled by nvcc " + compiler;
    }
}
