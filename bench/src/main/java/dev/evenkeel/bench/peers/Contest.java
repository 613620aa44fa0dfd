package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All who compute one problem on the same data: checked first, then timed in turns. */
final class Contest implements AutoCloseable {
    /** Largest relative error of a result that is timed: far above what summing in float32 costs. */
    static final double TOLERANCE = 1e-4;

    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, Map<String, OutputError>> errors = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();

    /** Gets everyone ready who has the operation, and compares what they give. */
    Contest(Problem problem, Input input, List<PeerLibrary> libraries) {
        Data data = Data.of(problem, input);
        for (PeerLibrary library : libraries) {
            try {
                add(library, problem, data);
            } catch (RuntimeException e) {
                if (!Libraries.isPeer(library.candidate())) {
                    throw e;
                }
                refusals.add(library.candidate() + ": " + e.getMessage());
            }
        }
    }

    private void add(PeerLibrary library, Problem problem, Data data) {
        Contender contender = library.prepare(problem, data);
        if (contender != null) {
            Map<String, OutputError> ofOutputs;
            try {
                ofOutputs = OutputError.of(contender.outputs(), data.reference());
            } catch (RuntimeException e) {
                contender.close();
                throw e;
            }
            contenders.put(library.candidate(), contender);
            errors.put(library.candidate(), ofOutputs);
        }
    }

    /** Peers that have the operation but not for this problem, with their reasons. */
    List<String> refusals() {
        return refusals;
    }

    /** The errors of one output, of each who gives it. */
    Map<String, OutputError> errors(String output) {
        Map<String, OutputError> ofOutput = new LinkedHashMap<>();
        errors.forEach((candidate, all) -> {
            OutputError error = all.get(output);
            if (error != null) {
                ofOutput.put(candidate, error);
            }
        });
        return ofOutput;
    }

    /** Whose results are wrong. */
    List<String> wrong() {
        return contenders.keySet().stream()
                .filter(candidate -> !(worstError(candidate) <= TOLERANCE))
                .toList();
    }

    /** The largest relative error of any output of a candidate. */
    double worstError(String candidate) {
        return OutputError.worst(errors.getOrDefault(candidate, Map.of()).values());
    }

    /** Times everyone whose results are right; null for the others. */
    Map<String, @Nullable Quantiles> times(Turns turns) {
        List<String> wrong = wrong();
        List<String> right = contenders.keySet().stream()
                .filter(name -> !wrong.contains(name))
                .toList();
        // tensors are where they will stay before anyone is timed
        System.gc();
        List<Contender> inTurns = new ArrayList<>();
        right.forEach(name -> inTurns.add(contenders.get(name)));
        List<double[]> micros = turns.time(inTurns);
        Map<String, @Nullable Quantiles> times = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> times.put(name, null));
        for (int i = 0; i < right.size(); i++) {
            times.put(right.get(i), Quantiles.of(micros.get(i)));
        }
        return times;
    }

    @Override
    public void close() {
        contenders.values().forEach(Contender::close);
    }
}
