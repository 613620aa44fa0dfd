package dev.evenkeel.cli.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.evenkeel.Device;
import dev.evenkeel.cli.Run;
import dev.evenkeel.tensor.Devices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoTest {
    @Test
    void tellsOfEveryKindOfDevice() {
        Run run = Run.of("info");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("java", "heap", "vector width", "NVIDIA driver", "PTX", "devices:");
        for (Device.Kind kind : Device.Kind.values()) {
            Device device = kind == Device.Kind.PTX ? Device.ptx(80) : new Device(kind, 0);
            assertThat(run.out()).contains("\n  " + device);
        }
        assertThat(run.out())
                .containsOnlyOnce("products by    scalar: reference loops; cpu: netlib BLAS in Java, ")
                .contains("; ptx: kernels of this project");
        Devices.reports().forEach(report -> assertThat(run.out()).contains(report.description()));
    }

    @Test
    void tellsItAsJson(@TempDir Path folder) throws IOException {
        Run run = Run.of("info", "--json", "-");
        try (JsonParser json = new JsonFactory().createParser(run.out())) {
            json.nextToken();
            json.skipChildren();
            assertThat(json.nextToken()).isNull();
        }
        assertThat(run.out()).contains("\"devices\"", "\"maxHeapBytes\"", "\"cores\"", "\"ptx\"", "\"matrixProducts\"");
        Path file = folder.resolve("info.json");
        assertThat(Run.of("info", "--json", file).code()).isZero();
        assertThat(Files.readString(file)).startsWith("{");
    }

    @Test
    void readsTheManifestOfKernels() throws IOException {
        String manifest = "nvcc 12.6.77\nsource ab12 row_norm.cu\nptx cd34 sm_75/row_norm.ptx 7.0\n\n"
                + "ptx ef56 sm_90/row_norm.ptx 7.8\n";
        PtxModules modules = PtxModules.read(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
        assertThat(modules.compiler()).isEqualTo("12.6.77");
        assertThat(modules.modules())
                .containsExactly(
                        new PtxModules.Module("sm_75/row_norm.ptx", "7.0"),
                        new PtxModules.Module("sm_90/row_norm.ptx", "7.8"));
        assertThat(modules.summary()).isEqualTo("2 modules, compiled by nvcc 12.6.77");
    }

    @Test
    void knowsVectorWidths() {
        assertThat(Processor.vectorBits(List.of("flags\t\t: fpu sse2 avx avx2 avx512f")))
                .isEqualTo(512);
        assertThat(Processor.vectorBits(List.of("flags\t\t: fpu sse2 avx avx2")))
                .isEqualTo(256);
        assertThat(Processor.vectorBits(List.of("Features\t: fp asimd"))).isEqualTo(128);
        assertThat(Processor.vectorBits(List.of())).isZero();
    }
}
