package dev.evenkeel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply --device ptx --launches}: what the kernels did, tensor by tensor. */
class LaunchesTest {
    @Test
    void listsTheTrafficOfNamedTensors(@TempDir Path folder) throws IOException {
        Path x = NpyBytes.waves(folder.resolve("x.npy"), "(4, 256)", 1024);
        Path launches = folder.resolve("launches.json");

        Run run = Run.of(
                "apply",
                "layer-norm",
                "--in",
                "x=" + x,
                "--out",
                "y=" + folder.resolve("y.npy"),
                "--device",
                "ptx:sm_75",
                "--launches",
                launches.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(Files.readString(launches))
                .contains("\"kernel\": \"evenkeel_row_norm_forward_v2_f32\"", "\"grid\": [1, 1, 1]")
                .contains("{\"name\": \"x\", \"bytes\": 4096, \"loadBytes\": 4096, \"storeBytes\": 0,")
                .contains("{\"name\": \"y\", \"bytes\": 4096, \"loadBytes\": 0, \"storeBytes\": 4096,");
    }
}
