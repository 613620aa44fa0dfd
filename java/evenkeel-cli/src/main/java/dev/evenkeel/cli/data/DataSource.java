package dev.evenkeel.cli.data;

import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where examples come from. */
public interface DataSource {
    /** The names of those that need no file. */
    List<String> NAMES = List.of("wine", "breast-cancer", "sine");

    /** The same split for the same seed. */
    Split split(long seed);

    /**
     * Opens a source, and reads it if it is a file.
     *
     * @param name one of {@link #NAMES}, a CSV file, or a folder of IDX files
     * @param label the column of a CSV file that has the classes; null for the last
     * @param samples how many examples to make of {@code sine}, or to take of each part of an IDX folder; null for the
     *     default: 600, and all
     * @throws InputException if it can't be read
     */
    static DataSource open(String name, @Nullable String label, @Nullable Integer samples) {
        if (name.equals("sine")) {
            refuse(label, "--label", name);
            return seed -> StratifiedSplit.of(name, SineData.of(samples == null ? 600 : samples, seed), seed);
        }
        if (NAMES.contains(name)) {
            refuse(label, "--label", name);
            refuse(samples, "--samples", name);
            return table(name, bundled(name));
        }
        Path path = path(name);
        if (Files.isDirectory(path)) {
            refuse(label, "--label", name);
            Split split = IdxData.read(path, samples);
            return seed -> split;
        }
        refuse(samples, "--samples", name);
        return table(name, file(name, path, label));
    }

    private static DataSource table(String name, Dataset all) {
        return seed -> StratifiedSplit.of(name, all, seed);
    }

    private static void refuse(@Nullable Object given, String option, String name) {
        if (given != null) {
            throw new InputException(option + " does not go with --data " + name);
        }
    }

    private static Dataset bundled(String name) {
        try (InputStream in = DataSource.class.getResourceAsStream(name + ".csv")) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name + ".csv");
            }
            return CsvData.read(name, in, null);
        } catch (IOException e) {
            throw new InputException(name + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static Path path(String name) {
        try {
            Path path = Path.of(name);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // no file can be called so
        }
        throw new InputException(
                "--data " + name + ": there is no such file or folder, nor is it one of " + String.join(", ", NAMES));
    }

    private static Dataset file(String name, Path path, @Nullable String label) {
        try (InputStream in = Files.newInputStream(path)) {
            return CsvData.read(name, in, label);
        } catch (IOException e) {
            throw new InputException(name + ": can't be read: " + e.getMessage(), e);
        }
    }
}
