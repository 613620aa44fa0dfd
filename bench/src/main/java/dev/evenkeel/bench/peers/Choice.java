package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say what is measured. */
final class Choice {
    @Option(names = "--quick", description = "fewer shapes and rounds: under two minutes")
    boolean quick;

    @Option(names = "--table", description = "only the shapes that goals are set on, not the presets of compare")
    boolean table;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of each candidate; default: as many as there are processors")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "only problems with a match, as in 'layer-norm 4096x768'; all shapes are looked through")
    @Nullable
    Pattern only;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each candidate; default: 25, or 7 if quick")
    int rounds;

    @Option(names = "--candidate", split = ",", description = "who takes part; default: everyone")
    List<String> candidates = List.of();

    List<Problem> problems() {
        List<Problem> problems = table ? Problems.table() : Problems.full();
        if (only != null) {
            return Problems.matching(problems, only);
        }
        return quick ? Problems.quick() : problems;
    }

    /**
     * Looks before a long run starts.
     *
     * @throws CommandLine.ParameterException if nothing would be measured, or by nobody
     */
    void check(CommandLine command) {
        if (threads < 1) {
            throw new CommandLine.ParameterException(command, "--threads must be 1 or more, not " + threads);
        }
        if (problems().isEmpty()) {
            throw new CommandLine.ParameterException(command, "--only: no problem has a match for '" + only + "'");
        }
    }

    Turns turns() {
        Turns turns = quick ? Turns.QUICK : Turns.FULL;
        return rounds > 0 ? turns.withRounds(rounds) : turns;
    }

    /** The same choice, for another process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (quick) {
            arguments.add("--quick");
        }
        if (table) {
            arguments.add("--table");
        }
        arguments.addAll(List.of("--threads", Integer.toString(threads)));
        if (only != null) {
            arguments.addAll(List.of("--only", only.pattern()));
        }
        if (rounds > 0) {
            arguments.addAll(List.of("--rounds", Integer.toString(rounds)));
        }
        if (!candidates.isEmpty()) {
            arguments.addAll(List.of("--candidate", String.join(",", candidates)));
        }
        return arguments;
    }
}
