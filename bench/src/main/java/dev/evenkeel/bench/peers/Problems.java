package dev.evenkeel.bench.peers;

import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import dev.evenkeel.cli.compare.Presets;
import dev.evenkeel.cli.ops.Ops;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is measured. */
final class Problems {
    private static final List<String> ROWS =
            List.of("4096x768", "8192x1024", "2048x4096", "512x16384", "16x768", "65536x64");
    private static final List<String> CHANNELS =
            List.of("8192x64", "4096x1024", "32x64x56x56", "32x256x14x14", "32x2048x7x7");
    private static final List<String> CHANNELS_LAST = List.of("32x64x56x56");
    private static final Set<String> QUICK =
            Set.of("4096x768", "8192x1024", "16x768", "65536x64", "8192x64", "32x64x56x56", "32x256x14x14");

    private static final List<Operation> OPERATIONS = List.of(
            Operation.LAYER_NORM,
            Operation.LAYER_NORM_BACKWARD,
            Operation.BATCH_NORM,
            Operation.BATCH_NORM_LAST,
            Operation.BATCH_NORM_BACKWARD,
            Operation.BATCH_NORM_LAST_BACKWARD,
            Operation.RMS_NORM,
            Operation.RMS_NORM_BACKWARD);

    private Problems() {}

    /** The operations that are compared. */
    static List<Operation> operations() {
        return OPERATIONS;
    }

    /** The problems that the goals of the CPU path are set on: large and small ones, from all levels of memory. */
    static List<Problem> table() {
        List<Problem> problems = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            for (String shape : shapes(operation)) {
                problems.add(new Problem(operation, Shape.parse(shape)));
            }
        }
        return problems;
    }

    /** Some of them. */
    static List<Problem> quick() {
        return table().stream()
                .filter(problem -> !problem.rms())
                .filter(problem -> problem.channelsLast() || QUICK.contains(problem.shapeText()))
                .toList();
    }

    /** All of them, and the presets of {@code evenkeel compare}. */
    static List<Problem> full() {
        Set<Problem> problems = new LinkedHashSet<>(table());
        for (Operation operation : OPERATIONS) {
            if (!operation.label().contains("-last")) {
                for (String preset : Presets.names()) {
                    Presets.named(preset, Ops.named(operation.label()))
                            .forEach(shape -> problems.add(new Problem(operation, shape)));
                }
            }
        }
        return List.copyOf(problems);
    }

    /** Those whose text, as in {@code layer-norm 4096x768}, has a match. */
    static List<Problem> matching(List<Problem> problems, Pattern pattern) {
        return problems.stream()
                .filter(problem -> pattern.matcher(problem.toString()).find())
                .toList();
    }

    private static List<String> shapes(Operation operation) {
        if (operation.byRows()) {
            return ROWS;
        }
        return operation.label().contains("-last") ? CHANNELS_LAST : CHANNELS;
    }
}
