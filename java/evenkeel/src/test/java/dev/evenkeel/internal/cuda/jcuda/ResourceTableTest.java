package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The committed table of registers, shared memory, spills and PTX sizes is that of the committed PTX. With the property
 * {@code evenkeel.resources.write=true} it is written, not compared.
 */
class ResourceTableTest {
    private static final Path TABLE = AssembledFiles.PTX.resolve("RESOURCES.md");
    private static final String WRITE =
            "mvn -q -pl java/evenkeel test -Dtest=ResourceTableTest -Devenkeel.resources.write=true";

    @BeforeEach
    void load() throws IOException {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(platform.equals("Linux amd64"), "JCuda's PTX compiler is tried on Linux amd64, this is " + platform);
        PtxAssembler.load();
    }

    @Test
    void theTableIsThatOfThePtx() throws IOException, InterruptedException {
        if (Boolean.getBoolean("evenkeel.resources.write")) {
            Files.write(TABLE, ResourceTable.all());
        }
        List<String> committed = Files.readAllLines(TABLE);

        assertThat(committed)
                .as("kernels/ptx/RESOURCES.md; rewrite it with: %s", WRITE)
                .containsSubsequence(ResourceTable.jcuda());
        assertThat(committed.stream().filter(line -> line.startsWith("| `")))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.split("\\|")[4].strip()).as(row).isEqualTo("0"));
    }
}
