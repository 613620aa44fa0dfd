package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Case;
import dev.evenkeel.bench.Host;
import dev.evenkeel.bench.Operation;
import dev.evenkeel.tensor.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times everyone in turns and writes OUT/DEVICE/DATE/results.json and .csv, after each case.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all was measured, or what --seconds left time for",
            "1:a case failed or its result was wrong",
            "2:bad usage",
            "3:the device is not here"
        })
final class MeasureCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NO_DEVICE = 3;
    private static final int FIRST_CALLS = 3;
    private static final int HOST_SAMPLES = 60;
    private static final long MIB = 1 << 20;

    @Option(names = "--preset", description = "dry, quick (default) or full")
    GpuPreset preset = GpuPreset.QUICK;

    @Option(names = "--device", description = "default: cuda")
    Device device = Device.cuda(0);

    @Option(names = "--op", split = ",", description = "which operations; default: all that the peers have")
    List<Operation> operations =
            Stream.of(Operation.values()).filter(o -> !o.byGroups()).toList();

    @Option(names = "--dtype", split = ",", description = "types of x; default: the preset's")
    @Nullable
    List<DType> dtypes;

    @Option(names = "--shape", split = ",", description = "shapes of x; default: the preset's for each operation")
    @Nullable
    List<Shape> shapes;

    @Option(names = "--peers", description = "command that starts the peers, such as 'python3 peers.py'; default: none")
    String peers = "";

    @Option(names = "--seconds", description = "start nothing more after this time; default: no limit")
    long seconds = 10_000_000;

    @Option(names = "--resume", description = "leave out what results of today have already")
    boolean resume;

    @Option(names = "--out", description = "folder of all results; default: ${DEFAULT-VALUE}")
    Path out = Path.of("bench", "results");

    @Option(names = "--commit", description = "recorded")
    String commit = "";

    @Option(names = "--driver", description = "version of the GPU's driver, recorded")
    String driver = "";

    @Option(names = "--clocks", description = "the GPU's clocks, recorded")
    String clocks = "";

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            Devices.require(device);
        } catch (BackendUnavailableException e) {
            print("nothing to measure: " + e.getMessage());
            return NO_DEVICE;
        }
        StreamClock clock = StreamClock.of(device);
        try (Peers others = peers.isEmpty() ? null : new Peers(List.of(peers.split(" ")))) {
            GpuResults.Setup setup = setup(clock, runtime(others));
            Path folder = out.resolve(setup.folder());
            GpuResults results = Files.exists(folder.resolve(GpuResults.JSON))
                    ? new GpuResults(setup, GpuResults.read(folder).rows())
                    : new GpuResults(setup, List.of());
            Session session = new Session(clock, others, folder, results);
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            int failures = session.devices(cases(), end) + session.calls(tinyCases(), end);
            print("results: " + folder);
            return failures == 0 ? 0 : FAILED;
        }
    }

    private GpuResults.Setup setup(StreamClock clock, String runtime) {
        Host host = Host.today(driver, commit);
        return new GpuResults.Setup(
                clock.deviceName(),
                clock.description(),
                driver,
                clocks,
                host.runtime(),
                runtime,
                commit,
                host.date(),
                device.kind() != Device.Kind.CUDA);
    }

    private String runtime(@Nullable Peers others) {
        if (others == null) {
            return "";
        }
        try {
            JsonNode hello = others.ask("hello", Map.of());
            print("peers: " + hello.get("runtime").asText() + " on "
                    + hello.get("device").asText());
            return hello.get("runtime").asText();
        } catch (Peers.FailedException e) {
            print("no peers: " + e.getMessage());
            return "";
        }
    }

    /** Operations on the same data stand together. */
    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Shape shape : shapes != null ? shapes : preset.shapes()) {
            for (DType dtype : dtypes != null ? dtypes : preset.dtypes()) {
                for (Operation operation : operations) {
                    if (shapes != null
                            ? fits(operation, shape)
                            : preset.shapes(operation).contains(shape)) {
                        cases.add(new Case(operation, dtype, shape, device));
                    }
                }
            }
        }
        return cases;
    }

    /** Shapes that are named are for rows if they have two dimensions, and for channels if they have more. */
    private static boolean fits(Operation operation, Shape shape) {
        return operation.byRows() == (shape.rank() == 2);
    }

    private List<Case> tinyCases() {
        return operations.stream()
                .map(operation -> new Case(operation, DType.F32, preset.tiny(operation), device))
                .toList();
    }

    /** What goes on and on: results grow, on disk too. */
    private final class Session {
        private final StreamClock clock;
        private final @Nullable Peers others;
        private final Path folder;
        private GpuResults results;

        Session(StreamClock clock, @Nullable Peers others, Path folder, GpuResults results) {
            this.clock = clock;
            this.others = others;
            this.folder = folder;
            this.results = results;
        }

        /** Times on the device; returns how many cases failed. */
        int devices(List<Case> cases, long end) throws IOException {
            long flushBytes = preset == GpuPreset.DRY ? MIB : Math.max(256 * MIB, 4L * clock.cacheBytes());
            int failures = 0;
            for (Case what : cases) {
                if (System.nanoTime() > end) {
                    print("out of time: not all was measured");
                    return failures;
                }
                if (has(GpuRow.DEVICE, what)) {
                    continue;
                }
                try (Contest contest = new Contest(what, clock, flushBytes, others)) {
                    List<GpuRow> rows = contest.rows(preset.rounds(), preset.samplesPerRound());
                    keep(rows);
                    contest.skipped().forEach(why -> print("skipped  " + what + " " + why));
                } catch (RuntimeException e) {
                    failures++;
                    print("FAILED  " + what + ": " + e.getMessage());
                }
            }
            return failures;
        }

        /** The host's time, and first calls. */
        int calls(List<Case> tiny, long end) throws IOException, InterruptedException {
            boolean dry = preset == GpuPreset.DRY;
            int failures = 0;
            for (Case what : tiny) {
                if (System.nanoTime() > end) {
                    print("out of time: not all was measured");
                    return failures;
                }
                try {
                    if (!has(GpuRow.HOST, what)) {
                        keep(List.of(HostTime.of(what, dry ? 1 : HOST_SAMPLES)));
                    }
                    if (!has(GpuRow.FIRST_CALL, what)) {
                        keep(List.of(FirstCall.measure(what, dry ? 1 : FIRST_CALLS)));
                    }
                } catch (RuntimeException | IOException e) {
                    failures++;
                    print("FAILED  " + what + ": " + e.getMessage());
                }
            }
            return failures;
        }

        private boolean has(String kind, Case what) {
            String key = what.operation().label() + " " + what.dtype().label() + " " + Case.text(what.shape());
            return resume
                    && results.rows().stream()
                            .anyMatch(row ->
                                    row.kind().equals(kind) && row.caseKey().equals(key));
        }

        private void keep(List<GpuRow> rows) throws IOException {
            results = results.with(rows);
            results.write(folder);
            rows.forEach(row -> print(row.line()));
        }
    }

    private void print(String line) {
        PrintWriter writer = Objects.requireNonNull(spec).commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
