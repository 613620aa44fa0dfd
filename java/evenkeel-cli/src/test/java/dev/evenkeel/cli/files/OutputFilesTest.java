package dev.evenkeel.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTest {
    @TempDir
    private Path folder;

    private static OutputFiles.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAllAtOnceAndLeavesNothingElse() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        try (OutputFiles files = new OutputFiles()) {
            OutputFile a = files.declare(folder.resolve("a").toString());
            OutputFile b = files.declare(folder.resolve("b").toString());
            OutputFiles.write(a, text("new a"));
            OutputFiles.write(b, text("new b"));
            assertThat(folder.resolve("a")).hasContent("old");
            assertThat(folder.resolve("b")).doesNotExist();
            files.commit();
        }
        assertThat(folder.resolve("a")).hasContent("new a");
        assertThat(folder.resolve("b")).hasContent("new b");
        assertThat(listing()).containsExactly("a", "b");
    }

    @Test
    void leavesEverythingAsItWasWithoutACommit() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        try (OutputFiles files = new OutputFiles()) {
            OutputFiles.write(files.declare(folder.resolve("a").toString()), text("new"));
            OutputFile b = files.declare(folder.resolve("b").toString());
            assertThatThrownBy(() -> OutputFiles.write(b, out -> {
                        throw new IOException("disk full");
                    }))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("b: can't be written: disk full");
        }
        assertThat(folder.resolve("a")).hasContent("old");
        assertThat(listing()).containsExactly("a");
    }

    @Test
    void restoresTheFirstWhenTheSecondCannotBeReplaced() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        try (OutputFiles files = new OutputFiles()) {
            for (String name : List.of("a", "b", "c")) {
                OutputFiles.write(files.declare(folder.resolve(name).toString()), text("new"));
            }
            // what nobody could foresee when the outputs were declared
            Files.createDirectories(folder.resolve("c/full"));
            assertThatThrownBy(files::commit).isInstanceOf(InputException.class).hasMessageContaining("c: can't be");
        }
        assertThat(folder.resolve("a")).hasContent("old");
        assertThat(listing()).containsExactly("a", "c");
    }

    @Test
    void refusesTheSameFileTwiceHoweverItIsCalled() throws IOException {
        Path a = Files.writeString(folder.resolve("a"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), a);
        Path hard = Files.createLink(folder.resolve("hard"), a);
        for (Path other : List.of(a, link, hard, folder.resolve("../" + folder.getFileName() + "/a"))) {
            try (OutputFiles files = new OutputFiles()) {
                files.declare(a.toString());
                assertThatThrownBy(() -> files.declare(other.toString())).hasMessageContaining("two outputs");
            }
            try (OutputFiles files = new OutputFiles()) {
                files.protect(a);
                assertThatThrownBy(() -> files.declare(other.toString())).hasMessageContaining("is an input");
            }
        }
    }

    @Test
    void writesThroughASymbolicLink() throws IOException {
        Path a = Files.writeString(folder.resolve("a"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), a);
        try (OutputFiles files = new OutputFiles()) {
            OutputFiles.write(files.declare(link.toString()), text("new"));
            files.commit();
        }
        assertThat(a).hasContent("new");
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }

    @Test
    void refusesWhatCannotBeWritten() {
        try (OutputFiles files = new OutputFiles()) {
            assertThatThrownBy(() -> files.declare(folder.toString())).hasMessageContaining("is a directory");
            assertThatThrownBy(() -> files.declare(folder.resolve("none/a").toString()))
                    .hasMessageContaining("there is no folder");
            assertThatThrownBy(() -> files.declareNpy("a.safetensors")).hasMessageContaining("written as .npy");
            assertThatThrownBy(() -> files.declare("/dev/null")).hasMessageContaining("not a regular file");
        }
    }
}
