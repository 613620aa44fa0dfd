package dev.evenkeel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyOperationIsRightOnEveryDeviceOfThisMachine() {
        assertThat(run("--preset", "smoke", "--check", "--dtype", "f32,f16,bf16,f64"))
                .isZero();
        assertThat(out.toString()).contains("right   batch-norm-backward").doesNotContain("FAILED");
    }

    @Test
    void missingDevicesAreSkippedWithTheirReason() {
        assertThat(run("--list", "--device", "cuda:9999")).isEqualTo(3);
        assertThat(out.toString())
                .contains("cuda:9999: skipped: device cuda:9999 is not available: ")
                .contains("none of these devices is here");
    }

    @Test
    void wordsThatMeanNothingAreRefusedByName() {
        assertThat(run("--op", "layernorm")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown operation 'layernorm'").contains("layer-norm-backward");
    }

    private int run(String... args) {
        CommandLine command = BenchMain.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
