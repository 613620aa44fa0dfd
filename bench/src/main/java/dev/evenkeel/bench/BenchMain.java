package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the normalizations on the devices of this machine and prints a table. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times each normalization, checked first, beside a copy of as many bytes on the same device.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all was measured, or what --seconds left time for",
            "1:a benchmark failed or its result was wrong",
            "2:bad usage",
            "3:nothing was measured: this machine has none of the devices"
        })
public final class BenchMain implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NO_DEVICE = 3;

    @Option(names = "--preset", description = "smoke, quick (default) or full")
    Preset preset = Preset.QUICK;

    @Option(names = "--op", split = ",", description = "which operations; default: all")
    List<Operation> operations = List.of(Operation.values());

    @Option(names = "--device", split = ",", description = "where; default: scalar,cpu,cuda. Missing ones are skipped")
    List<Device> devices = List.of(Device.SCALAR, Device.CPU, Device.cuda(0));

    @Option(names = "--dtype", split = ",", description = "types of elements; default: the preset's")
    @Nullable
    List<DType> dtypes;

    @Option(names = "--shape", split = ",", description = "shapes of x; default: the preset's for each operation")
    @Nullable
    List<Shape> shapes;

    @Option(names = "--seconds", description = "start nothing more after this time; default: no limit")
    long seconds = Long.MAX_VALUE / 1_000_000_000L;

    @Option(names = "--list", description = "print the devices of this machine and measure nothing")
    boolean list;

    @Option(names = "--check", description = "run and check each case once in this process and measure nothing")
    boolean check;

    @Option(names = "--json", description = "also write the rows to this file, after each case")
    @Nullable
    Path json;

    @Option(names = "--jmh-json", description = "also write JMH's own results to this file, after each case")
    @Nullable
    Path jmhJson;

    @Option(names = "--commit", description = "recorded in the rows")
    String commit = "";

    @Option(names = "--driver", description = "version of the GPU's driver, recorded in the rows")
    String driver = "";

    @Spec
    @Nullable
    CommandSpec spec;

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Operation.class, Operation::parse)
                .registerConverter(Device.class, Device::parse)
                .registerConverter(DType.class, DType::parse)
                .registerConverter(Shape.class, Shape::parse);
    }

    @Override
    public Integer call() throws IOException {
        List<Device> present = present();
        if (present.isEmpty()) {
            out().println("nothing to measure: none of these devices is here");
            return NO_DEVICE;
        }
        if (list) {
            return 0;
        }
        List<Case> cases = cases(present);
        return check ? checkAll(cases) : measureAll(cases);
    }

    /** The devices asked for that are there; says of each what it is or why it is skipped. */
    private List<Device> present() {
        List<Device> present = new ArrayList<>();
        for (Device device : devices) {
            try {
                present.add(Devices.require(device));
                out().println(device + ": " + new Host("", "", "").nameOf(device));
            } catch (RuntimeException e) {
                out().println(device + ": skipped: " + e.getMessage());
            }
        }
        return present;
    }

    /** Operations on the same data stand together, so that they are compared under the same noise. */
    private List<Case> cases(List<Device> present) {
        List<Case> cases = new ArrayList<>();
        for (Shape shape : shapes != null ? shapes : preset.shapes()) {
            for (Operation operation : operations) {
                if (shapes == null && !preset.shapes(operation).contains(shape)) {
                    continue;
                }
                for (DType dtype : dtypes != null ? dtypes : preset.dtypes()) {
                    for (Device device : present) {
                        cases.add(new Case(operation, dtype, shape, device));
                    }
                }
            }
        }
        return cases;
    }

    private int checkAll(List<Case> cases) {
        int failures = 0;
        for (Case wanted : cases) {
            try {
                wanted.check();
                out().println("right   " + wanted);
            } catch (RuntimeException e) {
                failures++;
                out().println("FAILED  " + wanted + ": " + e.getMessage());
            }
        }
        out().println(cases.size() - failures + " of " + cases.size() + " right");
        return failures == 0 ? 0 : FAILED;
    }

    private int measureAll(List<Case> cases) throws IOException {
        Session session = new Session(preset, Host.today(driver, commit));
        Instant end = Instant.now().plus(Duration.ofSeconds(seconds));
        int failures = 0;
        int done = 0;
        out().println(Report.heading());
        for (Case wanted : cases) {
            if (Instant.now().isAfter(end)) {
                out().println("out of time: " + (cases.size() - done) + " of " + cases.size() + " not measured");
                break;
            }
            done++;
            try {
                out().println(Report.line(session.measure(wanted)));
            } catch (Session.FailedException e) {
                failures++;
                out().println("FAILED  " + wanted);
                out().println(e.getMessage());
            }
            write(session);
        }
        out().println(done - failures + " of " + cases.size() + " measured, " + failures + " failed");
        return failures == 0 ? 0 : FAILED;
    }

    private void write(Session session) throws IOException {
        if (json != null) {
            Files.writeString(json, Measurement.json(session.rows()));
        }
        if (jmhJson != null) {
            Files.writeString(jmhJson, session.jmhJson());
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
