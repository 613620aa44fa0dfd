package dev.evenkeel.bench.peers;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads Evenkeel's classes anew. A process has one CPU device, with the Vector API or without it; a second copy of the
 * classes has its own. Neither sees what the other has taught the JIT, as in the processes of two users.
 */
final class SecondCopy extends URLClassLoader {
    private static final String EVENKEEL = "dev.evenkeel.";
    private static final String SHARED = "dev.evenkeel.bench.";
    private static final String CALLS = "dev.evenkeel.bench.peers.own.";

    SecondCopy() {
        super(classPath(), SecondCopy.class.getClassLoader());
    }

    /** Evenkeel by itself is loaded here, and those who call it; all else is shared with everyone. */
    static boolean isOwn(String className) {
        return className.startsWith(CALLS) || className.startsWith(EVENKEEL) && !className.startsWith(SHARED);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    private static URL[] classPath() {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            try {
                urls.add(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(entry, e);
            }
        }
        return urls.toArray(URL[]::new);
    }
}
