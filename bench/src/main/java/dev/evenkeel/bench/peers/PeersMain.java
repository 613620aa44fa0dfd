package dev.evenkeel.bench.peers;

import dev.evenkeel.Device;
import dev.evenkeel.bench.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the processes of a comparison, one after another, and reports what they found. */
@Command(
        name = "bench/peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Times normalizations on the CPU beside libtorch, oneDNN, ONNX Runtime and a copy, in turns in one "
                        + "process; each result is checked against float64 first.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all was measured", "1:a process failed, or a result of Evenkeel was wrong", "2:bad usage"})
public final class PeersMain implements Callable<Integer> {
    private static final int FAILED = 1;

    @Mixin
    Choice choice = new Choice();

    @Option(names = "--huge-pages", description = "measure everything once more in huge pages, reported beside")
    boolean hugePages;

    @Option(names = "--jvm-peers", description = "also DJL and DL4J, each in a process of its own")
    boolean jvmPeers;

    @Option(names = "--no-accuracy", description = "leave out the tables of errors")
    boolean noAccuracy;

    @Option(names = "--json", paramLabel = "FILE", description = "write the rows to this file")
    @Nullable
    Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "write the tables to this file")
    @Nullable
    Path markdown;

    @Option(names = "--report", paramLabel = "FILE.html", description = "write a page with plots and tables")
    @Nullable
    Path report;

    @Option(names = "--bench", hidden = true, description = "the folder bench")
    Path bench = Path.of("bench");

    @Spec
    @Nullable
    CommandSpec spec;

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new PeersMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        choice.check(Objects.requireNonNull(spec).commandLine());
        MeasuredRun main = measure(new Launch(Launch.NATIVE, false), choice.arguments(), noAccuracy);
        List<PeerRow> rows = new ArrayList<>(main.rows());
        Map<String, String> versions = new LinkedHashMap<>(main.versions());
        if (jvmPeers) {
            for (JvmPeer peer : JvmPeer.values()) {
                add(measure(new Launch(peer.label(), false), peer.arguments(choice), true), peer, versions, rows);
            }
        }
        if (hugePages) {
            MeasuredRun huge = measure(new Launch(Launch.NATIVE, true), choice.arguments(), true);
            rows.addAll(huge.rows());
            versions.putIfAbsent(HugePages.LABEL, huge.versions().getOrDefault(HugePages.LABEL, ""));
        }
        write(rows, main.accuracy(), versions);
        boolean wrong =
                rows.stream().anyMatch(row -> !row.timed() && row.candidate().startsWith(Libraries.EVENKEEL));
        return wrong ? FAILED : 0;
    }

    private static void add(MeasuredRun run, JvmPeer peer, Map<String, String> versions, List<PeerRow> rows) {
        run.versions().forEach(versions::putIfAbsent);
        run.rows().stream().filter(row -> row.candidate().equals(peer.label())).forEach(rows::add);
    }

    private MeasuredRun measure(Launch launch, List<String> arguments, boolean withoutAccuracy)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("peers", ".json");
        try {
            List<String> command = launch.command(bench, Objects.requireNonNullElse(System.getenv("EVENKEEL_JVM"), ""));
            command.addAll(arguments);
            command.addAll(List.of("--out", out.toString()));
            if (withoutAccuracy) {
                command.add("--no-accuracy");
            }
            if (launch.hugePages()) {
                command.addAll(List.of("--pages", PeerRow.HUGE));
            }
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(launch.environment(choice.threads));
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException("the measuring process of " + launch.peers() + " ended with code " + code);
            }
            return MeasuredRun.read(out);
        } finally {
            Files.deleteIfExists(out);
        }
    }

    private void write(List<PeerRow> rows, List<AccuracyRow> accuracy, Map<String, String> versions)
            throws IOException {
        List<Grid> grids = Grids.all(rows, accuracy);
        String text = MarkdownReport.text(setup(versions), grids);
        PrintWriter terminal = Objects.requireNonNull(spec).commandLine().getOut();
        terminal.println(text);
        terminal.flush();
        if (json != null) {
            Files.writeString(json, MeasuredRun.json(rows));
        }
        if (markdown != null) {
            Files.writeString(markdown, text);
        }
        if (report != null) {
            Files.writeString(report, PeersPage.text(setup(versions), rows, grids));
        }
    }

    private String setup(Map<String, String> versions) {
        Host host = Host.today("", "");
        String libraries = versions.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return host.nameOf(Device.CPU) + "; " + host.runtime() + "; " + choice.threads
                + (choice.threads == 1 ? " thread" : " threads") + " for each candidate; " + host.date() + ". "
                + libraries + ".";
    }
}
