package dev.evenkeel.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.evenkeel.cli.DeviceTable;
import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    @TempDir
    private Path folder;

    @Test
    void printsATableThatFits() {
        Run run = Run.of("compare", "--device", "scalar", "--shape", "6x4x5", "--dtype", "f32,bf16");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("pass ")).toList())
                .hasSize(20);
        assertThat(run.out().lines().filter(line -> !line.contains("missing"))).allMatch(line -> line.length() <= 120);
        assertThat(run.out()).contains("20 rows on scalar: 20 passed, 0 failed");
        DeviceTable.missing().forEach(report -> assertThat(run.out()).contains(report.device() + " is missing: "));
    }

    @Test
    void givesJsonAloneOnStdout() throws IOException {
        Run run = Run.of("compare", "--device", "scalar", "--op", "layer-norm", "--shape", "6x4", "--json", "-");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("[").endsWith("]\n");
        Set<String> keys = new LinkedHashSet<>();
        try (JsonParser json = new JsonFactory().createParser(run.out())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.add(json.currentName());
                }
            }
        }
        assertThat(keys)
                .contains(
                        "op", "shape", "dtype", "device", "maxAbsError", "relativeL2", "worstUlp", "tolerance", "pass")
                .contains("medianMicros", "minimalBytes", "gbPerSecond", "percentOfCopy");
    }

    @Test
    void writesAReportThatNeedsNothingElse() throws IOException {
        Path report = folder.resolve("r.html");
        Path json = folder.resolve("r.json");
        Run run = Run.of("compare", "--device", "scalar", "--shape", "6x4", "--report", report, "--json", json);
        assertThat(run.code()).isZero();
        String html = Files.readString(report);
        assertThat(html)
                .contains("data:image/png;base64,", "prefers-color-scheme", "layer-norm-backward", "24 passed")
                .doesNotContain("http:", "https:", "<script", "<link", "@import");
        assertThat(json).isNotEmptyFile();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void comparesOnRealActivations() {
        Path x = NpyBytes.waves(folder.resolve("x.npy"), "(8, 3, 4)", 96);
        Run run = Run.of("compare", "--device", "scalar", "--input", x, "--dtype", "f32");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("8x3x4").contains("10 passed, 0 failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--op weightnorm | unknown op 'weightnorm'",
                "--op weight-norm | weight-norm works on weights",
                "--dtype i8 | unknown dtype 'i8'",
                "--device ptx:sm_99 | unknown device",
                "--device cuda:99 | cuda:99 is not available",
                "--shape many | --shape 'many': expected a shape",
                "--op batch-norm --shape 1x7 | expected more than 1 value per channel",
                "--op batch-norm --shape 7 | has no shape for batch-norm",
                "--op group-norm --shape 7x4 | has no shape for group-norm",
                "--op instance-norm --shape 7x4x1 | expected more than 1 spatial element",
                "--input @none.npy | no such file",
                "--input @nan.npy | has 1 NaN or infinite values",
                "--input @nan.npy --shape 3x4 | --shape does not go with it",
                "--input @nan.npy --json @nan.npy | is an input",
                "--report - | writes a file",
                "--report @none/r.html | there is no folder",
                "--json @r --report @r | two outputs",
            })
    void refusesBadInputInOneLine(String options, String message) throws IOException {
        NpyBytes.floats(folder.resolve("nan.npy"), "(4,)", 1, Double.NaN, 2, 3);
        Run run = Run.of(
                (Object[]) ("compare " + options).replace("@", folder + "/").split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("evenkeel: ").hasLineCount(1).contains(message);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void readsEveryFloatingType() {
        Run run = Run.of("compare", "--device", "scalar", "--input", Fixtures.numpy("f2"), "--dtype", "f16");
        assertThat(run.code()).isZero();
    }
}
