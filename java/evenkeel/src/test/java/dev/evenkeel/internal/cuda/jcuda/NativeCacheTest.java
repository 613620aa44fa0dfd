package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
    private static final byte[] LIBRARY = new byte[300_000];

    static {
        new Random(1).nextBytes(LIBRARY);
    }

    @TempDir
    private Path folder;

    @Test
    void aLibraryIsInstalledOnce() throws IOException {
        NativeCache cache = NativeCache.in(folder.resolve("a/b"));
        Path installed = cache.install("lib.so", NativeCacheTest::library);
        assertThat(installed).hasBinaryContent(LIBRARY);
        Object key = Files.getAttribute(installed, "lastModifiedTime");
        cache.install("lib.so", NativeCacheTest::library);
        assertThat(Files.getAttribute(installed, "lastModifiedTime")).isEqualTo(key);
        assertThat(left(cache)).containsExactly(installed);
    }

    @Test
    void aTruncatedLongerOrChangedOneIsReplaced() throws IOException {
        NativeCache cache = NativeCache.in(folder);
        Path installed = folder.resolve("lib.so");
        byte[] longer = Arrays.copyOf(LIBRARY, LIBRARY.length + 1);
        byte[] changed = LIBRARY.clone();
        changed[LIBRARY.length - 1] ^= 1;
        for (byte[] content : List.of(new byte[0], Arrays.copyOf(LIBRARY, 1000), longer, changed)) {
            Files.write(installed, content);
            assertThat(cache.install("lib.so", NativeCacheTest::library)).hasBinaryContent(LIBRARY);
        }
        assertThat(left(cache)).containsExactly(installed);
    }

    @Test
    void threadsAtOnceAllFindItWhole() throws Exception {
        NativeCache cache = NativeCache.in(folder);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Path>> installed = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                installed.add(threads.submit(() -> cache.install("lib.so", NativeCacheTest::library)));
            }
            for (Future<Path> path : installed) {
                assertThat(path.get()).hasBinaryContent(LIBRARY);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(left(cache)).hasSize(1);
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() throws IOException {
        NativeCache cache = NativeCache.in(folder);
        assertThatThrownBy(() -> cache.install("lib.so", () -> new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        if (given++ >= 100_000) {
                            throw new IOException("the jar went away");
                        }
                        return 1;
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the jar went away");
        assertThat(left(cache)).isEmpty();
    }

    @Test
    void aFolderThatOthersMayWriteIsRefused() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX permissions");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        NativeCache.in(folder.resolve("mine")).folder())))
                .isEqualTo("rwx------");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> NativeCache.in(shared))
                .isInstanceOf(IOException.class)
                .hasMessage(shared + " could be written by somebody else");
        assertThat(left(new NativeCache(shared))).isEmpty();
    }

    @Test
    void theFolderIsWhereTheSystemKeepsCaches() {
        assertThat(NativeCache.place("Linux", "/home/a", Map.of())).isEqualTo(Path.of("/home/a/.cache"));
        assertThat(NativeCache.place("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "/c")))
                .isEqualTo(Path.of("/c"));
        assertThat(NativeCache.place("Windows 11", "/home/a", Map.of("LOCALAPPDATA", "/l")))
                .isEqualTo(Path.of("/l"));
        assertThat(NativeCache.place("Linux", "?", Map.of("LOCALAPPDATA", "/l")))
                .isNull();
    }

    private static InputStream library() {
        return new ByteArrayInputStream(LIBRARY);
    }

    private static List<Path> left(NativeCache cache) throws IOException {
        try (Stream<Path> files = Files.list(cache.folder())) {
            return files.toList();
        }
    }
}
