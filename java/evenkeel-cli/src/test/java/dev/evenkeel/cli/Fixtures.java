package dev.evenkeel.cli;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Files of the test resources. */
public final class Fixtures {
    private Fixtures() {}

    public static Path numpy(String name) {
        return path("numpy/" + name + ".npy");
    }

    public static Path golden(String what, String tensor) {
        return path("golden/" + what + "/" + tensor + ".npy");
    }

    public static boolean hasGolden(String what, String tensor) {
        return Fixtures.class.getResource("golden/" + what + "/" + tensor + ".npy") != null;
    }

    private static Path path(String name) {
        URL url = Fixtures.class.getResource(name);
        if (url == null) {
            throw new IllegalArgumentException("no fixture " + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
