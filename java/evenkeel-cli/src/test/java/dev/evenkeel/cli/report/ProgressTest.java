package dev.evenkeel.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void drawsOnATerminalOnly(boolean terminal) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Progress progress =
                Progress.of("compare", 2, new PrintStream(err, true, StandardCharsets.UTF_8), terminal)) {
            progress.step("layer-norm");
        }
        assertThat(err.toString(StandardCharsets.UTF_8).contains("compare")).isEqualTo(terminal);
    }
}
