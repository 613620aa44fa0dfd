package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The committed PTX as JCuda's compiler assembles it: each file for each architecture once, however many ask. */
final class AssembledFiles {
    /** The folder of the PTX, with a folder for each target in it. */
    static final Path PTX = Path.of(System.getProperty("basedir", ""), "..", "..", "kernels", "ptx");

    /** Architectures that the PTX of a target can go to, as far as the compiler knows them. */
    static final Map<Integer, List<Integer>> ARCHITECTURES =
            Map.of(75, List.of(75, 80, 86, 89, 90), 80, List.of(80, 86, 89, 90), 90, List.of(90));

    private static final Map<String, List<KernelResources>> ASSEMBLED = new ConcurrentHashMap<>();

    private AssembledFiles() {}

    /** The files of this very target, without folder and ending: none where it has no folder. */
    static List<String> ownNames(int target) {
        if (!Files.isDirectory(folder(target))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder(target))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ptx"))
                    .map(file -> file.substring(0, file.length() - ".ptx".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that a device of this target gets: the oldest target has all there are. */
    static List<String> names(int target) {
        return ownNames(ARCHITECTURES.keySet().stream()
                .filter(older -> older <= target)
                .min(Integer::compare)
                .orElseThrow());
    }

    /** The file that a device of this target gets: the newest that it can run. */
    static Path path(int target, String name) {
        return ARCHITECTURES.keySet().stream()
                .filter(older -> older <= target)
                .sorted(Comparator.reverseOrder())
                .map(older -> folder(older).resolve(name + ".ptx"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private static Path folder(int target) {
        return PTX.resolve("compute_" + target);
    }

    /** Its text. */
    static String text(int target, String name) {
        try {
            return Files.readString(path(target, name), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its kernels on an architecture. */
    static List<KernelResources> assemble(int target, String name, int arch) {
        return ASSEMBLED.computeIfAbsent(
                target + " " + name + " " + arch,
                key -> KernelResources.parse(PtxAssembler.compile(text(target, name), arch)));
    }
}
