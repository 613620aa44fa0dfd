package dev.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code evenkeel} in a small checkout, with a java and a mvn that only say what they were called with. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path SCRIPT = Path.of("../../evenkeel");

    @TempDir
    private Path folder;

    private Path root;
    private Path source;

    @BeforeEach
    void makeCheckout() throws IOException {
        assumeTrue(Files.exists(SCRIPT));
        root = Files.createDirectories(folder.resolve("a checkout"));
        Files.copy(SCRIPT, root.resolve("evenkeel"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Path sources = Files.createDirectories(root.resolve("java/evenkeel-cli/src/main"));
        source = Files.writeString(sources.resolve("Main.java"), "class Main {}");
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("jdk/bin"));
        java("25.0.1");
        script(folder.resolve("jdk/bin/javac"), "exit 1");
        mvn(
                "3.8.7",
                "echo built >>" + quoted(folder.resolve("builds")) + "; sleep 0.5; mkdir -p \"$cli/lib\";"
                        + " : >\"$cli/evenkeel-cli-1.jar\"; : >\"$cli/lib/dep.jar\"");
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    private void java(String version) throws IOException {
        script(folder.resolve("jdk/bin/java"), "for word; do echo \"$word\"; done");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private void mvn(String version, String build) throws IOException {
        script(
                folder.resolve("bin/mvn"),
                "if [ \"$1\" = -v ]; then echo 'Apache Maven " + version + " (x)'; exit; fi\ncli="
                        + quoted(root.resolve("java/evenkeel-cli/target")) + "\n" + build);
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path script, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        return builder.start();
    }

    private Run run(Path script, String... args) throws IOException, InterruptedException {
        return result(start(script, args));
    }

    private static Run result(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    private long builds() throws IOException {
        Path builds = folder.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    @Test
    void buildsOnceAndAgainWhenASourceChanges() throws IOException, InterruptedException {
        Path script = root.resolve("evenkeel");
        Run first = run(script, "apply", "a b", "*");
        assertThat(first.code()).isZero();
        assertThat(first.err()).startsWith("evenkeel: building").hasLineCount(1);
        assertThat(first.out().lines().toList())
                .endsWith("dev.evenkeel.cli.Main", "apply", "a b", "*")
                .contains("--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=75", "-cp")
                .doesNotContain("-Devenkeel.stderr.terminal=true");
        assertThat(run(script).err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(script).err()).startsWith("evenkeel: building");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void runsThroughSymbolicLinks() throws IOException, InterruptedException {
        Path absolute = Files.createSymbolicLink(folder.resolve("bin/ek"), root.resolve("evenkeel"));
        Path relative = Files.createSymbolicLink(folder.resolve("ek2"), Path.of("bin/ek"));
        for (Path link : List.of(absolute, relative)) {
            assertThat(run(link, "info").out()).endsWith("dev.evenkeel.cli.Main\ninfo\n");
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void twoAtOnceBuildOnce() throws IOException, InterruptedException {
        List<Process> processes = List.of(
                start(root.resolve("evenkeel"), "1"),
                start(root.resolve("evenkeel"), "2"),
                start(root.resolve("evenkeel"), "3"));
        for (Process process : processes) {
            assertThat(result(process).code()).isZero();
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void takesOverALockWhoseOwnerIsGone() throws IOException, InterruptedException {
        Path lock = Files.createDirectories(root.resolve("java/evenkeel-cli/target/launcher.lock"));
        Files.writeString(lock.resolve("pid"), "999999999\n");
        assertThat(run(root.resolve("evenkeel")).code()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void showsTheEndOfAFailedBuild() throws IOException, InterruptedException {
        mvn("3.9.1", "echo '[ERROR] Main.java: no such thing'; exit 1");
        Run run = run(root.resolve("evenkeel"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSize(3).contains("[ERROR] Main.java: no such thing");
        assertThat(run.err()).contains("evenkeel: the build failed; its whole log is ");
        assertThat(root.resolve("java/evenkeel-cli/target/launcher.lock")).doesNotExist();
    }

    @Test
    void needsJavaAndMaven() throws IOException, InterruptedException {
        mvn("3.6.3", "exit 1");
        assertThat(run(root.resolve("evenkeel")).err())
                .isEqualTo("evenkeel: mvn is Maven 3.6, but 3.8 or newer is needed\n");
        java("11.0.2");
        assertThat(run(root.resolve("evenkeel")).err())
                .contains("is Java 11.0.2, but 17 or newer")
                .hasLineCount(1);
        java("17.0.15");
        Files.delete(folder.resolve("jdk/bin/javac"));
        assertThat(run(root.resolve("evenkeel")).err())
                .contains("a JDK is needed to build")
                .hasLineCount(1);
        Files.delete(folder.resolve("jdk/bin/java"));
        Run run = run(root.resolve("evenkeel"));
        assertThat(run.err()).contains("there is no bin/java in it").hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void passesTheFlagsThatTheJavaKnows() throws IOException, InterruptedException {
        java("17.0.15");
        assertThat(run(root.resolve("evenkeel")).out()).doesNotContain("--enable-native-access");
    }

    @Test
    void addsTheVectorApiWhereThereIsOneAndHidesTheWarningOfIt() throws IOException, InterruptedException {
        assertThat(run(root.resolve("evenkeel")).out()).doesNotContain("jdk.incubator.vector");
        Path release = folder.resolve("jdk/release");
        Files.writeString(release, Files.readString(release) + "MODULES=\"java.base jdk.incubator.vector\"\n");
        Path java = folder.resolve("jdk/bin/java");
        String warning = "echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2\n";
        script(java, warning + "for word; do echo \"$word\"; done; printf 'one\ntwo' >&2; exit 3");
        Run warned = run(root.resolve("evenkeel"), "info");
        assertThat(warned.out())
                .startsWith("--add-modules\njdk.incubator.vector\n")
                .endsWith("Main\ninfo\n");
        assertThat(warned.err()).isEqualTo("one\ntwo");
        assertThat(warned.code()).isEqualTo(3);
        script(java, "printf 'a b' >&2");
        assertThat(run(root.resolve("evenkeel")).err()).isEqualTo("a b");
        script(java, "exit 0");
        assertThat(run(root.resolve("evenkeel"))).isEqualTo(new Run(0, "", ""));
        assertThat(root.resolve("java/evenkeel-cli/target/launcher")).isDirectoryNotContaining("glob:**/stderr.*");
    }

    @Test
    void handsOnTheSignalThatEndsIt() throws IOException, InterruptedException {
        run(root.resolve("evenkeel"));
        Path release = folder.resolve("jdk/release");
        Files.writeString(release, Files.readString(release) + "MODULES=\"java.base jdk.incubator.vector\"\n");
        script(
                folder.resolve("jdk/bin/java"),
                "trap 'echo cleaned up >&2; exit 143' TERM; echo started; while :; do sleep 0.05; done");
        Process process = start(root.resolve("evenkeel"));
        assertThat(process.inputReader().readLine()).isEqualTo("started");
        process.toHandle().destroy(); // unlike Process.destroy, leaves its streams open
        Run run = result(process);
        assertThat(run.err()).isEqualTo("cleaned up\n");
        assertThat(run.code()).isEqualTo(143);
    }
}
