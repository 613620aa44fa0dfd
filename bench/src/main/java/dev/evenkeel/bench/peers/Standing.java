package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Evenkeel stands on one problem, by medians of the same process.
 *
 * @param op the operation
 * @param shape of x in memory
 * @param byCandidate the row of each who took part
 */
record Standing(String op, String shape, Map<String, PeerRow> byCandidate) {
    /** The standings of one kind of pages, in the order of the rows. */
    static List<Standing> of(List<PeerRow> rows, @Nullable String pages) {
        Map<String, Standing> byProblem = new LinkedHashMap<>();
        for (PeerRow row : rows) {
            if (Objects.equals(row.pages(), pages)) {
                byProblem
                        .computeIfAbsent(
                                row.problem(), key -> new Standing(row.op(), row.shape(), new LinkedHashMap<>()))
                        .byCandidate
                        .put(row.candidate(), row);
            }
        }
        return new ArrayList<>(byProblem.values());
    }

    /** The fastest right peer that ran in the same process. */
    Optional<PeerRow> bestPeer() {
        return byCandidate.values().stream()
                .filter(row -> Libraries.isPeer(row.candidate()) && row.medianMicros() != null)
                .min(Comparator.comparing(row -> Objects.requireNonNull(row.medianMicros())));
    }

    /** The best peer's time over a candidate's: above 1, the candidate is faster. Null if one of them is missing. */
    @Nullable
    Double overBestPeer(String candidate) {
        return bestPeer().map(best -> over(best.candidate(), candidate)).orElse(null);
    }

    /** The copy's time over a candidate's: 1 is as fast as copying. Null if one of them is missing. */
    @Nullable
    Double ofCopy(String candidate) {
        return over(CopyLibrary.CANDIDATE, candidate);
    }

    /** One candidate's time over another's; null if one of them is missing. */
    private @Nullable Double over(String one, String other) {
        Double numerator = micros(one);
        Double denominator = micros(other);
        return numerator == null || denominator == null ? null : (Double) (numerator / denominator);
    }

    /** A candidate's median; null if it has none. */
    @Nullable
    Double micros(String candidate) {
        PeerRow row = byCandidate.get(candidate);
        return row == null ? null : row.medianMicros();
    }
}
