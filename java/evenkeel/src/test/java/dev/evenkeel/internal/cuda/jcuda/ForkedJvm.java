package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A JVM like this one, with a folder of its own to write in. */
final class ForkedJvm {
    private static final long TIMEOUT_SECONDS = 120;
    static final int FIRST_WITH_NATIVE_ACCESS = 24;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private String classPath = classPath();
    private final Map<Process, ProcessBuilder> started = new HashMap<>();

    /** How a run ended. */
    record Result(int status, List<String> out, String err) {}

    ForkedJvm(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(temporaryFolder());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        options.add("-Djava.io.tmpdir=" + temporaryFolder());
        options.add("-Xshare:auto");
        options.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
    }

    ForkedJvm with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    ForkedJvm option(String option) {
        options.add(option);
        return this;
    }

    ForkedJvm classPath(String other) {
        classPath = other;
        return this;
    }

    Path temporaryFolder() {
        return folder.resolve("tmp");
    }

    Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return await(start(main, arguments));
    }

    Process start(Class<?> main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(main.getName()));
        all.addAll(Arrays.asList(arguments));
        return start(all.toArray(String[]::new));
    }

    /** Starts what these arguments name, as the {@code java} command takes them. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.equals("JAVA_TOOL_OPTIONS") || name.equals("JDK_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        builder.redirectError(Files.createTempFile(folder, "err", ".txt").toFile());
        builder.redirectOutput(Files.createTempFile(folder, "out", ".txt").toFile());
        Process process = builder.start();
        started.put(process, builder);
        return process;
    }

    Result await(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end after " + TIMEOUT_SECONDS + " s");
        }
        ProcessBuilder builder = started.get(process);
        return new Result(
                process.exitValue(),
                Files.readAllLines(builder.redirectOutput().file().toPath()),
                Files.readString(builder.redirectError().file().toPath()));
    }

    /** What this JVM loads classes from. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
