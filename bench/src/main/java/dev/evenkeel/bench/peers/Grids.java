package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of a report. */
final class Grids {
    private Grids() {}

    /** All of them, of all kinds of pages. */
    static List<Grid> all(List<PeerRow> rows, List<AccuracyRow> accuracy) {
        List<Grid> grids = new ArrayList<>();
        for (String pages : Stream.of(null, PeerRow.HUGE).toArray(String[]::new)) {
            List<Standing> standings = Standing.of(rows, pages);
            if (!standings.isEmpty()) {
                String where = pages == null ? "" : ", " + pages + " pages";
                grids.add(summaries("Best peer's time over Evenkeel's" + where, standings));
                Summary.ops(standings)
                        .forEach(op -> grids.add(times(
                                op + where,
                                standings.stream()
                                        .filter(standing -> standing.op().equals(op))
                                        .toList())));
            }
        }
        grids.addAll(errors(accuracy));
        return grids;
    }

    /** Geometric means and worst shapes of each operation. */
    private static Grid summaries(String title, List<Standing> standings) {
        List<List<String>> cells = new ArrayList<>();
        for (String op : Summary.ops(standings)) {
            Predicate<Standing> ofOp = standing -> standing.op().equals(op);
            List<String> line = new ArrayList<>(List.of(op));
            for (String candidate : List.of(Libraries.EVENKEEL, Libraries.EVENKEEL_SCALAR)) {
                line.addAll(cells(Summary.of(
                        standings, ofOp.and(Summary::isInTable), standing -> standing.overBestPeer(candidate))));
            }
            line.addAll(cells(Summary.of(standings, ofOp, standing -> standing.overBestPeer(Libraries.EVENKEEL))));
            cells.add(line);
        }
        return new Grid(
                title,
                List.of(
                        "op",
                        "geomean#",
                        "worst#",
                        "where",
                        "scalar: geomean#",
                        "worst#",
                        "where",
                        "with presets: geomean#",
                        "worst#",
                        "where"),
                cells);
    }

    private static List<String> cells(@Nullable Summary summary) {
        return summary == null
                ? List.of("", "", "")
                : List.of(Tables.ratio(summary.geomean()), Tables.ratio(summary.worst()), summary.worstShape());
    }

    /** Medians of one operation, and what follows from them. */
    private static Grid times(String title, List<Standing> standings) {
        List<String> candidates = standings.stream()
                .flatMap(standing -> standing.byCandidate().keySet().stream())
                .distinct()
                .toList();
        List<String> heads = new ArrayList<>(List.of("shape"));
        candidates.forEach(candidate -> heads.add(candidate + " µs#"));
        heads.addAll(List.of("best peer", "over evenkeel#", "over scalar#", "evenkeel of copy#", "p10 to p90#"));
        List<List<String>> cells = new ArrayList<>();
        for (Standing standing : standings) {
            List<String> line = new ArrayList<>(List.of(standing.shape()));
            candidates.forEach(candidate -> line.add(time(standing.byCandidate().get(candidate))));
            line.add(standing.bestPeer().map(PeerRow::candidate).orElse(""));
            line.add(Tables.ratio(standing.overBestPeer(Libraries.EVENKEEL)));
            line.add(Tables.ratio(standing.overBestPeer(Libraries.EVENKEEL_SCALAR)));
            line.add(Tables.ratio(standing.ofCopy(Libraries.EVENKEEL)));
            line.add(spread(standing.byCandidate().get(Libraries.EVENKEEL)));
            cells.add(line);
        }
        return new Grid(title, heads, cells);
    }

    private static String time(@Nullable PeerRow row) {
        if (row == null) {
            return "";
        }
        Double median = row.medianMicros();
        return median == null ? "wrong (" + Tables.error(row.relativeL2()) + ")" : Tables.micros(median);
    }

    private static String spread(@Nullable PeerRow row) {
        return row == null || row.p10Micros() == null || row.p90Micros() == null
                ? ""
                : Tables.micros(row.p10Micros()) + "–" + Tables.micros(row.p90Micros());
    }

    /** Errors of y: a table for each problem, a row for each input. */
    private static List<Grid> errors(List<AccuracyRow> accuracy) {
        Map<String, List<AccuracyRow>> byProblem = new LinkedHashMap<>();
        accuracy.forEach(row -> byProblem
                .computeIfAbsent(row.op() + " " + row.shape(), key -> new ArrayList<>())
                .add(row));
        List<Grid> grids = new ArrayList<>();
        byProblem.forEach((problem, rows) -> grids.add(errors(problem, rows)));
        return grids;
    }

    private static Grid errors(String problem, List<AccuracyRow> rows) {
        List<String> candidates =
                rows.stream().map(AccuracyRow::candidate).distinct().toList();
        List<String> heads = new ArrayList<>(List.of("x"));
        candidates.forEach(candidate -> heads.add(candidate + "#"));
        Map<String, List<String>> byInput = new LinkedHashMap<>();
        for (AccuracyRow row : rows) {
            List<String> line =
                    Objects.requireNonNull(byInput.computeIfAbsent(row.input(), key -> new ArrayList<>(List.of(key))));
            while (line.size() <= candidates.indexOf(row.candidate())) {
                line.add("");
            }
            line.add(
                    row.relativeL2() == null
                            ? "not finite"
                            : Tables.error(row.relativeL2()) + " / " + Tables.error(row.maxAbs()));
        }
        return new Grid("Error of y, relative L2 / largest: " + problem, heads, new ArrayList<>(byInput.values()));
    }
}
