package dev.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.cli.files.NpyBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, as the launcher starts it. */
class CommandProcessTest {
    @TempDir
    private Path folder;

    private Run start(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.evenkeel.cli.Main"));
        command.addAll(List.of(args));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void writesItsOutputAndNothingElse() throws IOException, InterruptedException {
        Path x = NpyBytes.waves(folder.resolve("x.npy"), "(6, 4)", 24);
        Path y = folder.resolve("y.npy");
        Run run = start("apply", "layer-norm", "--device", "scalar", "--in", "x=" + x, "--out", "y=" + y);
        assertThat(run).isEqualTo(new Run(0, "", ""));
        assertThat(y).exists();
    }

    @Test
    void endsWithTwoAndOneLine() throws IOException, InterruptedException {
        Run run = start("apply", "layer-norm", "--device", "scalar", "--in", "x=none.npy", "--out", "y=y.npy");
        assertThat(run).isEqualTo(new Run(2, "", "evenkeel: none.npy: no such file" + System.lineSeparator()));
    }
}
