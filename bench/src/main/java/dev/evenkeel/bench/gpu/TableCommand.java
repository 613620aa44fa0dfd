package dev.evenkeel.bench.gpu;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the README's table. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description = "Writes the newest results of each device into a README, between its two marks.")
final class TableCommand implements Callable<Integer> {
    private static final int BAD_README = 2;

    @Option(names = "--results", description = "folder of all results; default: ${DEFAULT-VALUE}")
    Path results = Path.of("bench", "results");

    @Option(names = "--readme", description = "default: ${DEFAULT-VALUE}")
    Path readme = Path.of("README.md");

    @Option(names = "--dry-run", description = "also takes results of dry runs, whose times mean nothing")
    boolean dryRun;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<GpuResults> newest = newest();
        if (newest.isEmpty()) {
            out.println("no results of a GPU in " + results + ": " + readme + " stays as it is");
            return 0;
        }
        try {
            Files.writeString(readme, ReadmeTable.in(Files.readString(readme), newest));
        } catch (IllegalArgumentException e) {
            out.println(readme + ": " + e.getMessage());
            return BAD_README;
        }
        newest.forEach(one -> out.println(readme + ": " + one.setup().folder()));
        return 0;
    }

    /** Of each device those of the last day, in the order of the devices' names. */
    private List<GpuResults> newest() throws IOException {
        Map<String, GpuResults> byDevice = new TreeMap<>();
        for (Path folder : folders()) {
            GpuResults found = GpuResults.read(folder);
            if (!found.setup().dryRun() || dryRun) {
                byDevice.merge(
                        found.setup().deviceName(),
                        found,
                        (a, b) -> Stream.of(a, b)
                                .max(Comparator.comparing(one -> one.setup().date()))
                                .orElseThrow());
            }
        }
        return List.copyOf(byDevice.values());
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(results, 3)) {
            return tree.filter(path -> path.endsWith(GpuResults.JSON))
                    .map(path -> path.toAbsolutePath().getParent())
                    .sorted()
                    .toList();
        }
    }
}
