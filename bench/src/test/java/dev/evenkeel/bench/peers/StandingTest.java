package dev.evenkeel.bench.peers;

import static dev.evenkeel.bench.peers.PeerRowTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final List<PeerRow> ROWS = List.of(
            row("16x768", "copy", 1.0, null),
            row("16x768", "evenkeel", 4.0, null),
            row("16x768", "libtorch", 12.0, null),
            row("16x768", "onednn", 8.0, null),
            row("16x768", "djl", 0.5, null),
            row("16x768", "evenkeel", 100.0, PeerRow.HUGE),
            row("4096x768", "evenkeel", 40.0, null),
            row("4096x768", "libtorch", 20.0, null),
            row("4096x768", "onednn", null, null),
            row("1x1", "evenkeel", 1.0, null),
            row("1x1", "onnxruntime", 0.1, null));

    @Test
    void theBestPeerIsTheFastestRightOneOfTheSameProcess() {
        List<Standing> standings = Standing.of(ROWS, null);

        assertThat(standings).hasSize(3);
        assertThat(standings.get(0).bestPeer().orElseThrow().candidate()).isEqualTo("onednn");
        assertThat(standings.get(0).overBestPeer("evenkeel")).isEqualTo(2);
        assertThat(standings.get(0).ofCopy("evenkeel")).isEqualTo(0.25);
        assertThat(standings.get(1).bestPeer().orElseThrow().candidate()).isEqualTo("libtorch");
        assertThat(standings.get(1).overBestPeer("evenkeel-scalar")).isNull();
    }

    @Test
    void pagesAreKeptApart() {
        assertThat(Standing.of(ROWS, PeerRow.HUGE)).singleElement().satisfies(standing -> {
            assertThat(standing.bestPeer()).isEmpty();
            assertThat(standing.overBestPeer("evenkeel")).isNull();
        });
    }

    @Test
    void summariesAreGeometricMeansAndTheWorstShape() {
        List<Standing> standings = Standing.of(ROWS, null);

        Summary table = Summary.of(standings, Summary::isInTable, standing -> standing.overBestPeer("evenkeel"));
        Summary all = Objects.requireNonNull(
                Summary.of(standings, any -> true, standing -> standing.overBestPeer("evenkeel")));

        assertThat(table).isEqualTo(new Summary(2, 1, 0.5, "4096x768"));
        assertThat(all.geomean()).isCloseTo(Math.cbrt(0.1), within(1e-12));
        assertThat(all.worstShape()).isEqualTo("1x1");
        assertThat(Summary.of(standings, any -> true, any -> null)).isNull();
    }
}
