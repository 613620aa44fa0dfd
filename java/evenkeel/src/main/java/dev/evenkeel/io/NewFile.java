package dev.evenkeel.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** A file that appears whole or not at all: written beside its target, then renamed. */
final class NewFile {
    private NewFile() {}

    /** Writes these bytes, one run after the other, and gives {@code path} that content. */
    static void write(Path path, List<ByteBuffer> content) throws IOException {
        Path target = target(path);
        Path fresh = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (ByteBuffer bytes : content) {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
                // the name must not reach the disk before the content does
                out.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Where a link leads to; only a regular file is replaced. */
    private static Path target(Path path) throws IOException {
        if (!Files.exists(path)) {
            return path.toAbsolutePath();
        }
        if (!Files.isRegularFile(path)) {
            throw new FileSystemException(path.toString(), null, "is not a regular file");
        }
        return path.toRealPath();
    }
}
