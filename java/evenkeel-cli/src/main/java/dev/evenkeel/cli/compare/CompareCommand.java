package dev.evenkeel.cli.compare;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.cli.DeviceOption;
import dev.evenkeel.cli.DeviceTable;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.compare.html.HtmlReport;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.files.OutputFiles;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.cli.report.TextOutput;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.Tensor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares every device with the reference and with the speed of a copy. */
@Command(
        name = "compare",
        description = "Compare every device with the float64 reference, and its speed with that of a copy.",
        footer = {
            "",
            "Presets: resnet50, bert, llama, diffusion, latency, odd. Lists may have commas: --dtype f32,bf16.",
            "Ends with 1 if a row fails. The bounds are in the table; the same run on the same machine gives the same"
                    + " errors."
        })
public final class CompareCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--device",
            split = ",",
            paramLabel = "DEVICE",
            description = "scalar, cpu, cuda or cuda:INDEX; default: all that there are.")
    private List<String> devices = new ArrayList<>();

    @Option(names = "--op", split = ",", paramLabel = "OP", description = "An operation of apply; default: all.")
    private List<String> ops = new ArrayList<>();

    @Option(names = "--dtype", split = ",", paramLabel = "TYPE", description = "f32, f16, bf16 or f64; default: all.")
    private List<String> dtypes = new ArrayList<>();

    @Option(
            names = "--shape",
            split = ",",
            paramLabel = "SHAPE",
            description =
                    "A shape of x such as 4096x1024 or 32x64x56x56, or a preset. Layer and RMS norm normalize the last dimension; channels of the others are the second.")
    private List<String> shapes = new ArrayList<>();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Real activations for x, .npy or FILE.safetensors#TENSOR, instead of random ones.")
    private @Nullable String input;

    @ArgGroup
    private Extent extent = new Extent();

    /** How much time a run takes. */
    static final class Extent {
        @Option(names = "--quick", description = "Few shapes, in under a minute; the default.")
        private boolean quick;

        @Option(names = "--full", description = "More and larger shapes, and two seconds of samples for each row.")
        private boolean full;
    }

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the rows as JSON; - is stdout, which then gets nothing else.")
    private @Nullable String json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Write tables and plots as one HTML file.")
    private @Nullable String report;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (OutputFiles files = new OutputFiles()) {
            Activations activations = input == null ? null : Activations.of(TensorFile.open(input), files);
            Plan plan = plan(activations);
            TextOutput jsonTarget = TextOutput.declare(json, files);
            TextOutput reportTarget = report == null ? null : TextOutput.declare(checkedReport(report), files);
            Budget budget = new Budget(extent.full);
            List<Row> rows = Comparison.run(plan, activations == null ? null : activations.read(), budget);
            List<Devices.Report> missing = DeviceTable.missing();
            double seconds = budget.seconds();
            if (!TextOutput.isStdout(json)) {
                out.print(ResultTable.text(rows, missing, seconds));
                out.flush();
            }
            if (jsonTarget != null) {
                jsonTarget.write(() -> ResultJson.text(rows), out);
            }
            if (reportTarget != null) {
                reportTarget.write(() -> HtmlReport.text(rows, missing, ResultTable.summary(rows, seconds)), out);
            }
            files.commit();
            return rows.stream().allMatch(Row::passes) ? 0 : 1;
        }
    }

    private static Op compared(String name) {
        Op op = Ops.named(name);
        if (op.family() == Op.Family.WEIGHTS) {
            throw new InputException("op " + name + " works on weights: it is not compared, only applied");
        }
        return op;
    }

    private Plan plan(@Nullable Activations activations) {
        List<Op> chosenOps = ops.isEmpty()
                ? Ops.ofActivations()
                : ops.stream().map(CompareCommand::compared).distinct().toList();
        List<DType> chosenTypes = dtypes.isEmpty()
                ? List.of(DType.values())
                : dtypes.stream().map(DType::parse).distinct().toList();
        List<Device> chosenDevices = devices.isEmpty()
                ? Devices.available().stream().filter(CompareCommand::isReal).toList()
                : devices.stream()
                        .map(DeviceOption::parse)
                        .map(Devices::require)
                        .distinct()
                        .toList();
        if (activations != null && !shapes.isEmpty()) {
            throw new InputException("--input has a shape of its own: --shape does not go with it");
        }
        return activations == null
                ? Plan.of(chosenOps, chosenTypes, shapes, extent.full, chosenDevices)
                : Plan.of(chosenOps, chosenTypes, activations.file().shape(), chosenDevices);
    }

    /** Virtual GPUs say nothing about speed and take their time: they are compared when they are asked for. */
    private static boolean isReal(Device device) {
        return device.kind() != Device.Kind.PTX;
    }

    private static String checkedReport(String name) {
        if (name.equals("-")) {
            throw new InputException("--report writes a file, not stdout");
        }
        return name;
    }

    /**
     * Real values of x.
     *
     * @param file where they lie
     */
    private record Activations(TensorFile file) {
        static Activations of(TensorFile file, OutputFiles files) {
            files.protect(file.path());
            return new Activations(file);
        }

        Tensor read() {
            Tensor values = file.read(DType.F64, Device.SCALAR);
            long bad = 0;
            for (double value : values.toDoubleArray()) {
                bad += Double.isFinite(value) ? 0 : 1;
            }
            if (bad > 0) {
                throw new InputException(
                        file.name() + ": has " + bad + " NaN or infinite values, which can't be compared");
            }
            return values;
        }
    }
}
