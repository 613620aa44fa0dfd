package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerRowTest {
    @TempDir
    Path folder;

    static PeerRow row(String shape, String candidate, @Nullable Double median, @Nullable String pages) {
        Double low = median == null ? null : (Double) (median / 2);
        return new PeerRow("layer-norm", shape, candidate, median, low, median, 5e-8, "17.0.15", 2, pages);
    }

    @Test
    void jsonHasOneLineForEachRow() throws Exception {
        assertThat(MeasuredRun.json(List.of(row("16x768", "evenkeel", 3.5, null), row("16x768", "onednn", 6.0, null))))
                .isEqualTo("""
                        [
                        {"op":"layer-norm","shape":"16x768","candidate":"evenkeel","medianMicros":3.5,\
                        "p10Micros":1.75,"p90Micros":3.5,"relativeL2":5.0E-8,"jdk":"17.0.15","threads":2},
                        {"op":"layer-norm","shape":"16x768","candidate":"onednn","medianMicros":6.0,\
                        "p10Micros":3.0,"p90Micros":6.0,"relativeL2":5.0E-8,"jdk":"17.0.15","threads":2}
                        ]
                        """);
    }

    @Test
    void wrongResultsHaveNoTimeAndHugePagesAreNamed() throws Exception {
        assertThat(MeasuredRun.json(List.of(row("16x768", "onednn", null, PeerRow.HUGE))))
                .contains("\"medianMicros\":null", "\"pages\":\"huge\"");
    }

    @Test
    void processesHandTheirResultsOver() throws Exception {
        MeasuredRun run = new MeasuredRun(
                Map.of("onednn", "3.8"),
                List.of(row("16x768", "onednn", null, PeerRow.HUGE), row("16x768", "copy", 1.0, null)),
                List.of(new AccuracyRow("layer-norm", "2x3", "normal", "onednn", null, 1e-7)));

        run.write(folder.resolve("run.json"));

        assertThat(MeasuredRun.read(folder.resolve("run.json"))).isEqualTo(run);
    }
}
