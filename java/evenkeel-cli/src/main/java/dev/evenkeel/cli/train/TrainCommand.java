package dev.evenkeel.cli.train;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.cli.DeviceOption;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.data.DataSource;
import dev.evenkeel.cli.files.OutputFile;
import dev.evenkeel.cli.files.OutputFiles;
import dev.evenkeel.cli.report.TextOutput;
import dev.evenkeel.io.SafeTensors;
import dev.evenkeel.tensor.Devices;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a small network with every combination of normalization and scaler, and tells what each of them bought. */
@Command(
        name = "train",
        description = "Train a small network with every combination of normalization and scaler, and compare.",
        footer = {
            "",
            "Bundled data: wine and breast-cancer (UCI, CC BY 4.0), sine (generated sequences).",
            "A CSV file has a line of column names, one column of classes (--label; else the last) and numbers.",
            "A folder has the four IDX files of MNIST or Fashion-MNIST, plain or .gz: lstm reads an image line by line.",
            "Each seed is a split (70 % to train on, 30 % to test on, each class alike), initial parameters and an order"
                    + " of batches. Scalers learn from the training part only."
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NETWORK",
            description = "mlp: dense layers with ReLU, then the normalization; lstm: LSTM layers, then the same.")
    private String network = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "wine, breast-cancer, sine, a CSV file or a folder of IDX files.")
    private String data = "";

    @Option(names = "--label", paramLabel = "COLUMN", description = "The column of the CSV file that has the classes.")
    private @Nullable String label;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "How many sequences sine makes (600), or how many images to take of each part of a folder.")
    private @Nullable Integer samples;

    @Option(
            names = "--norm",
            split = ",",
            paramLabel = "NORM",
            description = "none, batch, layer, rms, weight or spectral (none).")
    private List<String> norms = new ArrayList<>(List.of("none"));

    @Option(
            names = "--scaler",
            split = ",",
            paramLabel = "SCALER",
            description = "none, standard, minmax or robust (none).")
    private List<String> scalers = new ArrayList<>(List.of("none"));

    @Option(names = "--hidden", split = ",", paramLabel = "SIZE", description = "Sizes of the hidden layers (64,32).")
    private List<Integer> hidden = new ArrayList<>(List.of(64, 32));

    @Option(names = "--epochs", paramLabel = "N", description = "Times that each example is seen (mlp 30, lstm 8).")
    private @Nullable Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples in a step (mlp 16, lstm 32).")
    private @Nullable Integer batchSize;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "sgd or adam (adam).")
    private String optimizer = "adam";

    @Option(names = "--lr", paramLabel = "X", description = "The learning rate (sgd 0.1, adam 0.001).")
    private @Nullable Double lr;

    @Option(
            names = {"--seeds", "--seed"},
            split = ",",
            paramLabel = "SEED",
            description = "What to repeat each combination with (1,2,3,4,5).")
    private List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L));

    @Option(names = "--device", paramLabel = "DEVICE", description = "scalar, cpu, cuda, cuda:INDEX or ptx (cpu).")
    private String device = "cpu";

    @Option(names = "--dtype", paramLabel = "TYPE", description = "f32 or f64 (f32).")
    private String dtype = "f32";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the runs as JSON; - is stdout, which then gets nothing else.")
    private @Nullable String json;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Write curves and tables as one HTML file.")
    private @Nullable String report;

    @Option(
            names = "--save",
            paramLabel = "FILE.safetensors",
            description = "Keep the one network that was trained, under PyTorch's names.")
    private @Nullable String save;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        PrintWriter out = spec.commandLine().getOut();
        Recipe recipe = recipe();
        List<NormKind> chosenNorms = values("--norm", NormKind.class, norms);
        List<ScalerKind> chosenScalers = values("--scaler", ScalerKind.class, scalers);
        if (recipe.batchSize() == 1 && chosenNorms.contains(NormKind.BATCH)) {
            throw new InputException("--batch-size 1: batch norm needs at least 2 examples in a batch");
        }
        chosenNorms.forEach(recipe.network()::check);
        List<Long> different = seeds.stream().distinct().toList();
        int networks = chosenNorms.size() * chosenScalers.size() * different.size();
        try (OutputFiles files = new OutputFiles()) {
            OutputFile saveTarget = save == null ? null : files.declare(checkedSave(save, networks));
            TextOutput jsonTarget = TextOutput.declare(json, files);
            TextOutput reportTarget = report == null ? null : TextOutput.declare(checkedReport(report), files);
            DataSource source = DataSource.open(data, label, atLeast("--samples", 1, samples));
            Experiment experiment = new Experiment(recipe, data, source, chosenNorms, chosenScalers, different);
            List<RunResult> results = experiment.run();
            List<Summary> summaries = Summary.of(results);
            List<String> findings = Findings.of(summaries, experiment.majority());
            if (!TextOutput.isStdout(json)) {
                out.print(TrainTable.text(experiment, summaries, findings));
                out.flush();
            }
            if (jsonTarget != null) {
                jsonTarget.write(() -> TrainJson.text(experiment, results), out);
            }
            if (reportTarget != null) {
                reportTarget.write(() -> TrainReport.text(experiment, summaries, findings), out);
            }
            if (saveTarget != null) {
                OutputFiles.write(
                        saveTarget,
                        target -> SafeTensors.write(
                                target, results.get(0).state(), Map.of("format", "pt", "network", recipe.words())));
            }
            files.commit();
            return 0;
        }
    }

    private Recipe recipe() {
        NetworkKind kind = value("NETWORK", NetworkKind.class, network);
        OptimizerKind optimizerKind = value("--optimizer", OptimizerKind.class, optimizer);
        Device where = Devices.require(DeviceOption.parse(device));
        hidden.forEach(size -> atLeast("--hidden", 1, size));
        DType type = DType.parse(dtype);
        if (type != DType.F32 && type != DType.F64) {
            throw new InputException("--dtype " + dtype + ": networks are trained in f32 or f64");
        }
        double rate = lr == null ? optimizerKind.learningRate() : lr;
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new InputException("--lr " + lr + ": expected a number above 0");
        }
        return new Recipe(
                kind,
                List.copyOf(hidden),
                orDefault(atLeast("--epochs", 1, epochs), kind.epochs()),
                orDefault(atLeast("--batch-size", 1, batchSize), kind.batchSize()),
                optimizerKind,
                rate,
                type,
                where);
    }

    private static int orDefault(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private static @Nullable Integer atLeast(String option, int least, @Nullable Integer given) {
        if (given != null && given < least) {
            throw new InputException(option + " " + given + ": expected at least " + least);
        }
        return given;
    }

    private static <E extends Enum<E>> List<E> values(String option, Class<E> type, List<String> names) {
        return names.stream().map(name -> value(option, type, name)).distinct().toList();
    }

    private static <E extends Enum<E>> E value(String option, Class<E> type, String name) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        return all.stream()
                .filter(value -> label(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(option + " " + name + ": expected one of "
                        + all.stream().map(TrainCommand::label).collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String checkedSave(String name, int networks) {
        if (!name.endsWith(".safetensors")) {
            throw new InputException("--save " + name + ": expected a name that ends in .safetensors");
        }
        if (networks != 1) {
            throw new InputException(
                    "--save keeps one network, not " + networks + ": choose one --norm, one --scaler and one --seed");
        }
        return name;
    }

    private static String checkedReport(String name) {
        if (name.equals("-")) {
            throw new InputException("--report writes a file, not stdout");
        }
        return name;
    }
}
