package dev.evenkeel.bench.peers;

import static dev.evenkeel.bench.peers.PeerRowTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridsTest {
    private static final List<PeerRow> ROWS = List.of(
            row("16x768", "copy", 1.0, null),
            row("16x768", "evenkeel", 4.0, null),
            row("16x768", "libtorch", 12.0, null),
            row("16x768", "onednn", null, null),
            row("16x768", "evenkeel", 3.0, PeerRow.HUGE));
    private static final List<AccuracyRow> ACCURACY = List.of(
            new AccuracyRow("layer-norm", "2x3", "normal", "evenkeel", 6e-8, 0.0),
            new AccuracyRow("layer-norm", "2x3", "normal", "onnxruntime", 1e-7, 1e-6),
            new AccuracyRow("layer-norm", "2x3", "mean 1e4", "onnxruntime", null, null));

    @Test
    void markdownHasTimesRatiosAndShares() {
        assertThat(MarkdownReport.text("Some CPU.", Grids.all(ROWS, ACCURACY)))
                .contains("Some CPU.")
                .contains("| layer-norm | 3.00 | 3.00 | 16x768 |  |  |  | 3.00 | 3.00 | 16x768 |\n")
                .contains("| shape | copy µs | evenkeel µs | libtorch µs | onednn µs | best peer |")
                .contains("| --- | --: | --: | --: | --: | --- | --: | --: | --: | --: |\n")
                .contains("| 16x768 | 1.00 | 4.00 | 12.0 | wrong (5.0e-08) | libtorch | 3.00 |  | 0.25 | 2.00–4.00 |\n")
                .contains("## layer-norm, huge pages")
                .contains("| normal | 6.0e-08 / 0 | 1.0e-07 / 1.0e-06 |\n")
                .contains("| mean 1e4 |  | not finite |\n");
    }

    @Test
    void pagesHaveThePlotsAndTheTables() {
        assertThat(PeersPage.text("Some CPU.", ROWS, Grids.all(ROWS, ACCURACY)))
                .contains("data:image/png;base64,")
                .contains("<h2>layer-norm, huge pages</h2>")
                .contains("<td>libtorch</td>");
    }
}
