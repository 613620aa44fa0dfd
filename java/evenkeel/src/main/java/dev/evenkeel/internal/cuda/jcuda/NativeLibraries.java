package dev.evenkeel.internal.cuda.jcuda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/**
 * Makes JCuda load its native libraries from a {@link NativeCache}.
 *
 * <p>Left alone, JCuda looks on {@code java.library.path} and then for a file of a fixed name in
 * {@code java.io.tmpdir}, which it writes from its jar if there is none. It takes whatever lies there: a file that
 * another process has written half of, which kills the JVM, or one that another user put there. It offers no other
 * place. {@code java.library.path} is read once by the JVM, before any of our code; loading the library before JCuda
 * does leaves JCuda writing and loading its own copy; a class loader of our own for JCuda would keep the host
 * program's pointers and streams from being ours. So {@code java.io.tmpdir} points at the cache while JCuda's class
 * is initialized: once for each library in the life of a process, for some tens of milliseconds. The classes of the
 * JDK that make temporary files remember the folder from their first use on; they are used beforehand.
 */
final class NativeLibraries {
    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    private NativeLibraries() {}

    /**
     * Runs {@code firstTouch}, which initializes the class of JCuda that loads {@code library}.
     *
     * @param library without version and platform: {@code JCudaDriver}
     * @throws IOException if there is no sound copy of the library to be had
     * @throws LinkageError if the library does not load
     */
    static synchronized void load(String library, Runnable firstTouch) throws IOException {
        String fileName = fileName(library);
        if (isOnLibraryPath(fileName)) {
            firstTouch.run();
            return;
        }
        Path folder = NativeCache.ofUser(JCudaVersion.get()).folder();
        install(library, new NativeCache(folder));
        rememberTemporaryFolder(folder);
        String before = System.setProperty(TEMPORARY_FOLDER, folder.toString());
        try {
            firstTouch.run();
        } finally {
            System.setProperty(TEMPORARY_FOLDER, before);
        }
    }

    /** Brings a library from JCuda's jar of natives into a cache. */
    static Path install(String library, NativeCache cache) throws IOException {
        String fileName = fileName(library);
        return cache.install(fileName, () -> {
            // by the class loader: on the module path, JCuda's natives are in another module than JCuda
            InputStream in = LibUtils.class.getClassLoader().getResourceAsStream("lib/" + fileName);
            if (in == null) {
                throw new IOException("no jar of jcuda-natives " + JCudaVersion.get() + " with " + fileName
                        + " is on the class path");
            }
            return in;
        });
    }

    /** What the library's file is called on this platform. */
    static String fileName(String library) {
        return LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(library + "-" + JCudaVersion.get()));
    }

    private static boolean isOnLibraryPath(String fileName) {
        String path = System.getProperty("java.library.path", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.exists(Path.of(folder, fileName)));
    }

    private static void rememberTemporaryFolder(Path folder) throws IOException {
        Files.delete(Files.createTempFile(folder, "first", ".tmp"));
        Files.delete(File.createTempFile("first", ".tmp", folder.toFile()).toPath());
    }
}
