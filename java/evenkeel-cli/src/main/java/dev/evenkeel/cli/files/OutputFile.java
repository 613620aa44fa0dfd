package dev.evenkeel.cli.files;

import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** One target of {@link OutputFiles}: its new content in a temporary file, and its old content while others are replaced. */
public final class OutputFile {
    private final String name;
    private final Path target;
    private final Path fresh;
    private final Path old;
    private boolean existed;
    private boolean replaced;

    private OutputFile(String name, Path target) {
        String hidden = "." + target.getFileName() + "." + UUID.randomUUID();
        this.name = name;
        this.target = target;
        this.fresh = target.resolveSibling(hidden + ".tmp");
        this.old = target.resolveSibling(hidden + ".old");
    }

    static OutputFile at(String name) {
        Path path = Path.of(name);
        try {
            if (Files.exists(path)) {
                path = path.toRealPath();
            }
            checkTarget(name, path);
            Path folder = path.toAbsolutePath().normalize().getParent();
            if (folder == null || path.getFileName() == null) {
                throw new InputException(name + ": is not a file name");
            }
            return new OutputFile(name, folder.toRealPath().resolve(path.getFileName()));
        } catch (NoSuchFileException e) {
            throw new InputException(name + ": there is no folder " + e.getFile(), e);
        } catch (IOException e) {
            throw new InputException(name + ": can't be written: " + e.getMessage(), e);
        }
    }

    private static void checkTarget(String name, Path path) {
        if (Files.isDirectory(path)) {
            throw new InputException(name + ": is a directory, can't be written");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new InputException(name + ": is not a regular file, it is not overwritten");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && Files.isRegularFile(folder)) {
            throw new InputException(name + ": " + folder + " is a file, not a folder");
        }
        if (folder != null && Files.isDirectory(folder) && !Files.isWritable(folder)) {
            throw new InputException(name + ": can't be written: no permission to write in " + folder);
        }
    }

    Path target() {
        return target;
    }

    boolean isSame(Path other) {
        try {
            return target.equals(other)
                    || (Files.exists(target) && Files.exists(other) && Files.isSameFile(target, other));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    OutputStream create() throws IOException {
        OutputStream out = Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        fresh.toFile().deleteOnExit();
        return out;
    }

    /** Renames the temporary file to the target, whose old content stays at hand until {@link #discard}. */
    void replace() throws IOException {
        if (!Files.exists(fresh)) {
            return;
        }
        existed = Files.exists(target);
        if (existed) {
            keepOld();
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        replaced = true;
    }

    private void keepOld() throws IOException {
        try {
            Files.createLink(old, target);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(target, old, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Puts the old content back, or takes the target away if there was none. */
    void restore() {
        if (!replaced) {
            return;
        }
        try {
            if (existed) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(target);
            }
            replaced = false;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Removes the temporary files. */
    void discard() {
        OutputFiles.deleteQuietly(fresh);
        OutputFiles.deleteQuietly(old);
    }

    InputException unwritable(IOException e) {
        String reason = e instanceof AccessDeniedException ? "no permission" : e.getMessage();
        return new InputException(name + ": can't be written: " + reason, e);
    }
}
