package dev.evenkeel.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.ptx.machine.Machine;
import dev.evenkeel.ptx.parse.ModuleParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every PTX file that ships is read and made executable: an instruction that the machine lacks fails here. */
class ShippedPtxTest {
    private static final Path PTX = Path.of("../../kernels/ptx");

    static List<Path> files() {
        try (Stream<Path> found = Files.walk(PTX)) {
            return found.filter(path -> path.toString().endsWith(".ptx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyInstructionIsKnown(Path file) throws IOException {
        Machine machine = new Machine(null, 0, 1);

        var kernels = machine.load(ModuleParser.parse(file.getFileName().toString(), Files.readString(file)));

        assertThat(kernels)
                .isNotEmpty()
                .allSatisfy(
                        (name, kernel) -> assertThat(kernel.parameterBytes()).isPositive());
    }

    @Test
    void thereAreTargets() {
        assertThat(files())
                .map(path -> path.getParent().getFileName().toString())
                .contains("compute_75", "compute_80");
    }
}
