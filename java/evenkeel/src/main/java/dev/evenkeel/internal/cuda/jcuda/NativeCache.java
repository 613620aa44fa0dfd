package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that this user alone may write, with native libraries in it. A library is there whole or not at all: it is
 * written under another name and then renamed, and one that differs from the original by a byte is replaced. So any
 * number of processes may fill the folder at once, and one that was killed leaves nothing that could be loaded.
 */
record NativeCache(Path folder) {
    private static final int BLOCK = 64 << 10;

    /** Where a library comes from: a fresh stream of its bytes every time. */
    interface Original {
        InputStream open() throws IOException;
    }

    /** The user's cache folder for a version of JCuda, made if need be; a temporary one where that can't be had. */
    static NativeCache ofUser(String version) throws IOException {
        Path place = place(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
        if (place != null) {
            try {
                return in(place.resolve("evenkeel").resolve("jcuda-" + version));
            } catch (IOException | UnsupportedOperationException e) {
                // containers often have a home that can't be written: a temporary folder serves as well
            }
        }
        return new NativeCache(Files.createTempDirectory("evenkeel-jcuda-"));
    }

    /** Where this system keeps a user's caches; null where it does not say. */
    static @Nullable Path place(String os, String home, Map<String, String> environment) {
        boolean windows = os.toLowerCase(Locale.ROOT).startsWith("windows");
        String named = environment.get(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        Path place = named == null || named.isEmpty() ? Path.of(home, ".cache") : Path.of(named);
        return place.isAbsolute() ? place : null;
    }

    /**
     * This folder, made if need be.
     *
     * @throws IOException if it can't be made or written, or somebody else could write it
     */
    static NativeCache in(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder, posix ? new FileAttribute<?>[] {ownerOnly()} : new FileAttribute<?>[0]);
        Path probe = Files.createTempFile(folder, "probe", ".tmp");
        try {
            if (posix && !(Files.getOwner(folder).equals(Files.getOwner(probe)) && !othersMayWrite(folder))) {
                throw new IOException(folder + " could be written by somebody else");
            }
        } finally {
            Files.delete(probe);
        }
        return new NativeCache(folder);
    }

    /** Sees to it that the folder has this library, and says where. */
    Path install(String name, Original original) throws IOException {
        Path file = folder.resolve(name);
        if (same(file, original)) {
            return file;
        }
        Path written = Files.createTempFile(folder, name, ".tmp");
        try {
            write(original, written);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // where a library in use can't be replaced, another process may have been faster with the same one
            if (!same(file, original)) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(written);
        }
        return file;
    }

    private static void write(Original original, Path file) throws IOException {
        try (InputStream in = original.open();
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
    }

    private static boolean same(Path file, Original original) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream expected = original.open();
                InputStream found = Files.newInputStream(file)) {
            byte[] block;
            do {
                block = expected.readNBytes(BLOCK);
                if (!Arrays.equals(block, found.readNBytes(BLOCK))) {
                    return false;
                }
            } while (block.length > 0);
            return true;
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean othersMayWrite(Path folder) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
