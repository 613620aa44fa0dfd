package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs JMH once for each case, and once for each copy that a case is held against, close to it in time. */
final class Session {
    private final Preset preset;
    private final Host host;
    private final Map<String, Measurement> copies = new HashMap<>();
    private final List<Measurement> rows = new ArrayList<>();
    private final List<RunResult> results = new ArrayList<>();

    Session(Preset preset, Host host) {
        this.preset = preset;
        this.host = host;
    }

    /** A benchmark that did not come to its end. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String log, @Nullable Throwable cause) {
            super(log, cause);
        }
    }

    /**
     * Measures one case, and the copy unless there is one of as many bytes on that device.
     *
     * @throws FailedException with all that JMH and the fork said
     */
    Measurement measure(Case wanted) throws FailedException {
        Statistics times = run(
                wanted.operation().benchmark().getClass(),
                wanted.device(),
                Map.of("dtype", wanted.dtype().label(), "shape", Case.text(wanted.shape())));
        Measurement copy = copy(wanted.device(), wanted.bytes());
        Measurement row = row(
                wanted.operation().label(),
                wanted.dtype(),
                Case.text(wanted.shape()),
                wanted.device(),
                wanted.bytes(),
                times,
                copy.medianMicros());
        rows.add(row);
        return row;
    }

    /** All rows so far. */
    List<Measurement> rows() {
        return List.copyOf(rows);
    }

    /** All results so far in JMH's own format, for its viewers. */
    String jmhJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Measurement copy(Device device, long bytes) throws FailedException {
        Measurement known = copies.get(device + " " + bytes);
        if (known != null) {
            return known;
        }
        Statistics times = run(CopyBenchmark.class, device, Map.of("bytes", Long.toString(bytes)));
        String elements = Case.text(CopyBenchmark.elements(bytes));
        Measurement row = row("copy", DType.F32, elements, device, bytes, times, null);
        copies.put(device + " " + bytes, row);
        rows.add(row);
        return row;
    }

    private Statistics run(Class<?> benchmark, Device device, Map<String, String> params) throws FailedException {
        ChainedOptionsBuilder options = preset.apply(new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getName()) + "\\.run$")
                .param("device", device.toString())
                .shouldFailOnError(true));
        params.forEach(options::param);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            RunResult result = new Runner(
                            options.build(), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
                    .runSingle();
            results.add(result);
            return result.getPrimaryResult().getStatistics();
        } catch (RunnerException e) {
            throw new FailedException(log.toString(StandardCharsets.UTF_8), e);
        }
    }

    private Measurement row(
            String op,
            DType dtype,
            String shape,
            Device device,
            long bytes,
            Statistics micros,
            @Nullable Double copyMicros) {
        double median = micros.getPercentile(50);
        return new Measurement(
                op,
                dtype.label(),
                shape,
                "evenkeel",
                device.toString(),
                rounded(median),
                rounded(micros.getPercentile(10)),
                rounded(micros.getPercentile(90)),
                micros.getN(),
                bytes,
                rounded(bytes / median * 1e-3),
                copyMicros == null ? null : rounded(copyMicros / median),
                host.nameOf(device),
                host.driverOf(device),
                host.runtime(),
                host.commit(),
                host.date());
    }

    /** Three decimals: the clock has no more. */
    private static double rounded(double value) {
        return Math.rint(value * 1e3) / 1e3;
    }
}
