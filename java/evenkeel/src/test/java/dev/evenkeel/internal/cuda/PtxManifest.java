package dev.evenkeel.internal.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads {@code kernels/ptx/MANIFEST.txt}: lines {@code source <sha256> <path in kernels>} and {@code ptx <sha256>
 * <path in kernels/ptx> <PTX version>}.
 */
final class PtxManifest {
    private static final String PTX = "ptx/";

    private PtxManifest() {}

    /** In what the folder differs from its manifest, one line for each file; empty if in nothing. */
    static List<String> differences(Path kernels) throws IOException {
        List<String> differences = new ArrayList<>();
        Set<String> unlisted = files(kernels);
        unlisted.remove(PTX + "MANIFEST.txt");
        for (String line : Files.readAllLines(kernels.resolve(PTX + "MANIFEST.txt"))) {
            String[] words = line.split(" ");
            if (words[0].equals("source") || words[0].equals("ptx")) {
                String path = (words[0].equals("ptx") ? PTX : "") + words[2];
                unlisted.remove(path);
                differences.addAll(difference(kernels.resolve(path), words));
            }
        }
        unlisted.forEach(path ->
                differences.add((path.startsWith(PTX) ? "ptx " + path.substring(PTX.length()) : "source " + path)
                        + " is not in the manifest"));
        return differences;
    }

    /** The sources, the PTX and the manifest, relative to {@code kernels}. */
    static Set<String> files(Path kernels) throws IOException {
        try (Stream<Path> tree = Files.walk(kernels)) {
            TreeSet<String> found = new TreeSet<>();
            tree.map(path -> kernels.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> path.matches(".*\\.(cu|cuh|ptx)|ptx/MANIFEST\\.txt"))
                    .forEach(found::add);
            return found;
        }
    }

    private static List<String> difference(Path file, String[] words) throws IOException {
        String name = words[0] + " " + words[2];
        if (!Files.exists(file)) {
            return List.of(name + " is missing");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!sha256(bytes).equals(words[1])) {
            return List.of(name + " has changed");
        }
        if (words[0].equals("ptx") && !Files.readString(file).contains("\n.version " + words[3] + "\n")) {
            return List.of(name + " is not of PTX version " + words[3]);
        }
        return List.of();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
