package dev.evenkeel.cli.apply;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.cli.DeviceOption;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.files.OutputFile;
import dev.evenkeel.cli.files.OutputFiles;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.cli.ops.Setting;
import dev.evenkeel.tensor.Devices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one operation on files. */
@Command(name = "apply", description = "Run one operation on .npy or .safetensors files.")
public final class ApplyCommand implements Callable<Integer> {
    /** The operations, for completion. */
    static final class OpNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Ops.names().iterator();
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "OP",
            description = "One of: ${COMPLETION-CANDIDATES}.",
            completionCandidates = OpNames.class)
    private String op = "";

    @Option(
            names = "--in",
            paramLabel = "NAME=FILE",
            parameterConsumer = PairConsumer.class,
            description = "An input: FILE.npy or FILE.safetensors#TENSOR. May be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            parameterConsumer = PairConsumer.class,
            description = "A setting. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "NAME=FILE",
            parameterConsumer = PairConsumer.class,
            description = "An output, written as .npy. May be repeated.")
    private List<String> outputs = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "scalar, cpu, cuda, cuda:INDEX, ptx or ptx:sm_75|80|90; default cpu.")
    private String device = "";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "f32, f16, bf16 or f64; default f32. Inputs are rounded to it.")
    private String dtype = "";

    @Option(names = "--launches", paramLabel = "FILE.json", description = "List the kernel launches of a ptx device.")
    private @Nullable String launches;

    @Override
    public Integer call() {
        Op chosen = Ops.named(op);
        Map<String, String> in = Names.split("--in", inputs);
        Map<String, String> set = Names.split("--set", settings);
        Map<String, String> out = Names.split("--out", outputs);
        Names.check(chosen, in.keySet(), set.keySet(), out.keySet());
        for (Setting<?> setting : chosen.settings()) {
            String text = set.get(setting.name());
            if (text != null) {
                setting.parse(text);
            }
        }
        DType type = DType.parse(dtype);
        Device target = DeviceOption.parse(device);
        checkLaunches(target);
        Devices.require(target);

        Map<String, TensorFile> files = new LinkedHashMap<>();
        in.forEach((name, file) -> files.put(name, TensorFile.open(file)));
        try (OutputFiles results = protecting(files.values());
                LaunchFile launchFile = LaunchFile.of(launches, target, results);
                FileArguments arguments =
                        new FileArguments(chosen, target, type, set, files, out.keySet(), launchFile)) {
            Map<String, OutputFile> targets = new LinkedHashMap<>();
            out.forEach((name, file) -> targets.put(name, results.declareNpy(file)));
            chosen.prepare(arguments).run();
            arguments
                    .results()
                    .forEach((name, result) -> OutputFiles.write(Objects.requireNonNull(targets.get(name)), result));
            launchFile.write(arguments.results());
            results.commit();
        }
        return 0;
    }

    /** Outputs, none of which may be one of these inputs. */
    private static OutputFiles protecting(Collection<TensorFile> files) {
        OutputFiles results = new OutputFiles();
        files.forEach(file -> results.protect(file.path()));
        return results;
    }

    private void checkLaunches(Device target) {
        if (launches == null) {
            return;
        }
        if (target.kind() == Device.Kind.CUDA) {
            throw new InputException("--launches is not available on " + target + " in this version");
        }
        if (target.kind() != Device.Kind.PTX) {
            throw new InputException(
                    "--launches lists kernel launches, and device " + target + " has none: it is for ptx");
        }
    }
}
