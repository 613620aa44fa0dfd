package dev.evenkeel.cli.files;

import dev.evenkeel.cli.InputException;
import dev.evenkeel.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of one command, which appear together or not at all. Each is first written to a temporary file beside
 * its target; {@link #commit} renames them all when everything has been computed. If something fails before or during
 * that, every target is as it was.
 *
 * <p>Targets are declared first, so that a command that could not write its results fails before it computes them.
 */
public final class OutputFiles implements AutoCloseable {
    private final List<OutputFile> files = new ArrayList<>();
    private final List<Path> inputs = new ArrayList<>();

    /** No outputs yet. */
    public OutputFiles() {
        // nothing to set up
    }

    /** Makes sure that no target is this file, whose values are still to be read. */
    public void protect(Path input) {
        inputs.add(input);
    }

    /**
     * Declares a target.
     *
     * @throws InputException if nothing can be written there, or the path is an input or another output
     */
    public OutputFile declare(String name) {
        OutputFile file = OutputFile.at(name);
        for (Path input : inputs) {
            if (file.isSame(input)) {
                throw new InputException(name + ": is an input of this command, it would be overwritten");
            }
        }
        for (OutputFile other : files) {
            if (file.isSame(other.target())) {
                throw new InputException(name + ": two outputs would go to this file");
            }
        }
        files.add(file);
        return file;
    }

    /** Declares a target for a tensor, which is written as {@code .npy}. */
    public OutputFile declareNpy(String name) {
        if (TensorFile.isSafetensors(name)) {
            throw new InputException(name + ": outputs are written as .npy, not as .safetensors");
        }
        return declare(name);
    }

    /** Encodes a tensor into the temporary file of a declared target. */
    public static void write(OutputFile file, Tensor tensor) {
        write(file, out -> NpyWriter.write(tensor, out));
    }

    /** Writes whatever {@code content} writes into the temporary file of a declared target. */
    public static void write(OutputFile file, Content content) {
        try (OutputStream out = new BufferedOutputStream(file.create())) {
            content.writeTo(out);
        } catch (IOException e) {
            throw file.unwritable(e);
        }
    }

    /** Gives all targets their new content. */
    public void commit() {
        List<OutputFile> replaced = new ArrayList<>();
        OutputFile current = files.isEmpty() ? null : files.get(0);
        try {
            for (OutputFile file : files) {
                current = file;
                replaced.add(file);
                file.replace();
            }
        } catch (IOException e) {
            replaced.forEach(OutputFile::restore);
            throw current == null ? new InputException("nothing to write", e) : current.unwritable(e);
        }
    }

    /** Removes what is left of temporary files. */
    @Override
    public void close() {
        files.forEach(OutputFile::discard);
    }

    /** Something that is written to a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // a temporary file stays: nothing that the user could do better
            path.toFile().deleteOnExit();
        }
    }
}
