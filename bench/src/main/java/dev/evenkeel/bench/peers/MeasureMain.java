package dev.evenkeel.bench.peers;

import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One process of a comparison: measures with the JVM's flags and environment that {@link PeersMain} starts it with. */
@Command(name = "measure", mixinStandardHelpOptions = true, description = "Measures in this process, as it is.")
public final class MeasureMain implements Callable<Integer> {
    private static final List<Problem> ACCURACY = List.of(
            new Problem(Operation.LAYER_NORM, Shape.of(256, 1024)),
            new Problem(Operation.BATCH_NORM, Shape.of(1024, 64)),
            new Problem(Operation.BATCH_NORM, Shape.of(8, 16, 14, 14)));

    @Mixin
    Choice choice = new Choice();

    @Option(names = "--out", required = true, description = "where the results go")
    Path out = Path.of("");

    @Option(names = "--pages", description = "recorded in the rows")
    @Nullable
    String pages;

    @Option(names = "--no-accuracy", description = "leave out the table of errors")
    boolean noAccuracy;

    @Spec
    @Nullable
    CommandSpec spec;

    /** Runs and exits, whatever threads the libraries have left. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new MeasureMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        List<PeerLibrary> libraries = open(versions);
        List<AccuracyRow> accuracy = noAccuracy ? List.of() : accuracy(libraries);
        List<PeerRow> rows = new ArrayList<>();
        OtherLoad load = new OtherLoad();
        double mostLoad = 0;
        for (Problem problem : choice.problems()) {
            try (Contest contest = new Contest(problem, Input.NORMAL, libraries)) {
                load.lap();
                List<PeerRow> measured = rows(problem, contest);
                double others = load.lap();
                mostLoad = Math.max(mostLoad, others);
                print(problem, measured, others);
                contest.refusals().forEach(refusal -> print("    refused by %s", refusal));
                rows.addAll(measured);
            }
        }
        versions.put(OtherLoad.LABEL, OtherLoad.text(mostLoad) + " of the processors at most");
        if (pages != null) {
            versions.put(HugePages.LABEL, HugePages.inUse());
        }
        new MeasuredRun(versions, rows, accuracy).write(out);
        return 0;
    }

    private List<PeerLibrary> open(Map<String, String> versions) {
        List<PeerLibrary> libraries = new ArrayList<>();
        for (PeerLibrary library : Libraries.all()) {
            if (choice.candidates.isEmpty() || choice.candidates.contains(library.candidate())) {
                versions.put(library.candidate(), library.open(choice.threads));
                print("%-15s %s", library.candidate(), versions.get(library.candidate()));
                libraries.add(library);
            }
        }
        if (libraries.isEmpty()) {
            throw new IllegalArgumentException("none of these is here: " + String.join(", ", choice.candidates));
        }
        return libraries;
    }

    private List<PeerRow> rows(Problem problem, Contest contest) {
        List<PeerRow> rows = new ArrayList<>();
        contest.times(choice.turns()).forEach((candidate, times) -> {
            double error = contest.worstError(candidate);
            rows.add(new PeerRow(
                    problem.op(),
                    problem.shapeText(),
                    candidate,
                    times == null ? null : rounded(times.median()),
                    times == null ? null : rounded(times.p10()),
                    times == null ? null : rounded(times.p90()),
                    candidate.equals(CopyLibrary.CANDIDATE) ? null : finite(error),
                    System.getProperty("java.version"),
                    choice.threads,
                    pages));
        });
        return rows;
    }

    private List<AccuracyRow> accuracy(List<PeerLibrary> libraries) {
        List<AccuracyRow> rows = new ArrayList<>();
        for (Problem problem : ACCURACY) {
            for (Input input : Input.values()) {
                try (Contest contest = new Contest(problem, input, libraries)) {
                    contest.errors("y")
                            .forEach((candidate, error) -> rows.add(new AccuracyRow(
                                    problem.op(),
                                    problem.shapeText(),
                                    input.label(),
                                    candidate,
                                    finite(error.relativeL2()),
                                    finite(error.maxAbs()))));
                }
            }
        }
        return rows;
    }

    private void print(Problem problem, List<PeerRow> rows, double others) {
        StringBuilder line = new StringBuilder();
        for (PeerRow row : rows) {
            line.append("  ").append(row.candidate()).append(' ');
            line.append(row.medianMicros() == null ? "WRONG" : Tables.micros(row.medianMicros()));
        }
        print("%-46s others %4s %s", problem, OtherLoad.text(others), line);
    }

    private void print(String format, @Nullable Object... values) {
        PrintWriter terminal = Objects.requireNonNull(spec).commandLine().getOut();
        terminal.printf(format + "%n", values);
        terminal.flush();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Three decimals: the clock has no more. */
    private static double rounded(double value) {
        return Math.rint(value * 1e3) / 1e3;
    }
}
