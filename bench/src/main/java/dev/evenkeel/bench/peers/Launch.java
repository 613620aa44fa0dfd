package dev.evenkeel.bench.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a measuring process is started. Without these settings the peers look worse than they are, or the comparison
 * wanders.
 *
 * @param peers folder of {@code peers-java} that holds the peers which share the process
 * @param hugePages whether memory is to lie in huge pages
 */
record Launch(String peers, boolean hugePages) {
    /** libtorch, oneDNN and ONNX Runtime. */
    static final String NATIVE = "native";

    /** Larger than any tensor: what is freed stays with the process, and is not taken from the system on each call. */
    private static final String NEVER = "4000000000";

    private static final int FIRST_TO_WARN_OF_UNSAFE = 24;

    /** What is set for the process. */
    Map<String, String> environment(int threads) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "OMP_NUM_THREADS",
                Integer.toString(threads),
                "MALLOC_MMAP_THRESHOLD_",
                NEVER,
                "MALLOC_TRIM_THRESHOLD_",
                NEVER,
                "MALLOC_TOP_PAD_",
                "67108864"));
        if (hugePages) {
            environment.put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        }
        return environment;
    }

    /** The command, without the arguments of {@link MeasureMain}. */
    List<String> command(Path bench, String moreFlags) {
        Path folder = bench.resolve("peers-java").resolve(peers).resolve("target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xms4g",
                "-Xmx4g",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseParallelGC",
                "-XX:MaxDirectMemorySize=8g",
                // else javacpp calls the collector when it counts much native memory
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                // natives are unpacked beside the jars, not into the user's home
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("natives"),
                "-DDJL_CACHE_DIR=" + folder.resolve("natives")));
        if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (hugePages) {
            command.add("-XX:+UseTransparentHugePages");
        }
        if (!moreFlags.isBlank()) {
            command.addAll(List.of(moreFlags.trim().split("\\s+")));
        }
        command.addAll(List.of(
                "-cp",
                folder.resolve("classes") + File.pathSeparator + folder.resolve("lib") + "/*",
                MeasureMain.class.getName()));
        return command;
    }
}
