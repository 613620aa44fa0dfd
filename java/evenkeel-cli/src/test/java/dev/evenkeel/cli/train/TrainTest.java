package dev.evenkeel.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.evenkeel.cli.Run;
import dev.evenkeel.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainTest {
    @TempDir
    private Path folder;

    private static Run train(String options) {
        return Run.of((Object[]) ("train " + options).split(" "));
    }

    /** The numbers of a key, one run after the other. */
    private static List<Double> numbers(String json, String key) throws IOException {
        List<Double> numbers = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            String current = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    current = parser.currentName();
                } else if (token.isNumeric() && current.equals(key)) {
                    numbers.add(parser.getDoubleValue());
                }
            }
        }
        return numbers;
    }

    @Test
    void standardizedFeaturesAreLearnedAndRawOnesAreNotByGradientDescent() throws IOException {
        Run run = train("mlp --data wine --scaler none,standard --optimizer sgd --lr 0.1 --seeds 1,2,3 --json -");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        List<Double> accuracies = numbers(run.out(), "testAccuracy");
        assertThat(accuracies).hasSize(6);
        double raw =
                accuracies.subList(0, 3).stream().mapToDouble(a -> a).average().orElseThrow();
        double standardized =
                accuracies.subList(3, 6).stream().mapToDouble(a -> a).average().orElseThrow();
        assertThat(standardized).isGreaterThan(0.92).isGreaterThan(raw + 0.25);
    }

    @Test
    void printsARowForEachCombinationAndSentences() {
        Run run = train("mlp --data breast-cancer --norm none,batch,layer,rms --scaler none,minmax,robust --epochs 2"
                + " --seeds 1,2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.contains("±") && line.contains(" to ")))
                .hasSize(12);
        assertThat(run.out())
                .contains(
                        "mlp of 64-32 hidden units, 2 epochs in batches of 16, adam at learning rate 0.001, f32 on cpu")
                .contains("On raw features, batch norm ended at ")
                .contains("With RMS norm, robustly scaled features ended at ")
                .contains("Guessing the most common class gets 62.6 %");
    }

    @Test
    void givesJsonAloneOnStdout() throws IOException {
        Run run = train("mlp --data wine --norm layer --epochs 3 --seed 7 --dtype f64 --hidden 5 --json -");
        Set<String> keys = new LinkedHashSet<>();
        try (JsonParser json = new JsonFactory().createParser(run.out())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.add(json.currentName());
                }
            }
        }
        assertThat(keys)
                .contains("model", "data", "norm", "scaler", "seed", "epochs", "finalLoss", "testAccuracy")
                .contains("secondsPerEpoch", "lossCurve");
        assertThat(numbers(run.out(), "lossCurve")).hasSize(3);
        assertThat(numbers(run.out(), "lossCurve").get(2))
                .isEqualTo(numbers(run.out(), "finalLoss").get(0));
    }

    @Test
    void learnsSequencesTheSameOnEveryRun() throws IOException {
        String options =
                "lstm --data sine --norm none,layer,batch --epochs 2 --samples 80 --hidden 8,6 --seeds 3 --json -";
        Run run = train(options);
        assertThat(run.err()).isEmpty();
        assertThat(numbers(run.out(), "lossCurve"))
                .hasSize(6)
                .isEqualTo(numbers(train(options).out(), "lossCurve"));
    }

    @Test
    void theVirtualGpuLearnsTheSame() throws IOException {
        for (String options : List.of(
                "lstm --data sine --norm layer --epochs 1 --samples 12 --hidden 6,4 --batch-size 5 --seeds 1 --json -",
                "mlp --data wine --norm batch --scaler standard --epochs 1 --hidden 6 --seeds 1 --json -")) {
            Run cpu = train(options);
            Run ptx = train(options + " --device ptx");
            assertThat(ptx.err()).isEmpty();
            assertThat(numbers(ptx.out(), "finalLoss").get(0))
                    .isCloseTo(numbers(cpu.out(), "finalLoss").get(0), within(1e-4));
        }
    }

    @Test
    void writesAReportThatNeedsNothingElse() throws IOException {
        Path report = folder.resolve("r.html");
        Run run = train(
                "mlp --data wine --norm none,batch --scaler none,standard --epochs 2 --seeds 1,2 --report " + report);
        assertThat(run.code()).isZero();
        assertThat(Files.readString(report))
                .contains("data:image/png;base64,", "prefers-color-scheme", "<li>On raw features, batch norm ended at")
                .contains("batch</td>", "Training loss", "Test accuracy")
                .doesNotContain("http:", "https:", "<script", "<link", "@import");
    }

    @Test
    void savesTheNetworkUnderThePyTorchNames() throws IOException {
        for (String norm : List.of("batch", "weight", "spectral")) {
            Path file = folder.resolve(norm + ".safetensors");
            Run run = train("mlp --data wine --epochs 1 --seed 3 --norm " + norm + " --save " + file);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(SafeTensors.read(file).names())
                    .contains("0.bias")
                    .contains(
                            switch (norm) {
                                case "batch" -> "2.num_batches_tracked";
                                case "weight" -> "0.parametrizations.weight.original0";
                                default -> "0.parametrizations.weight.0._u";
                            });
            assertThat(SafeTensors.metadata(file)).containsEntry("format", "pt").containsKey("network");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rnn --data wine | NETWORK rnn: expected one of mlp, lstm",
                "mlp | Missing required option: '--data=DATA'",
                "mlp --data vine | there is no such file or folder",
                "mlp --data @t.csv --label kind | there is no column 'kind'",
                "mlp --data @t.csv | class 'y' has 1 example",
                "mlp --data wine --norm group | --norm group: expected one of none, batch, layer, rms, weight, spectral",
                "lstm --data sine --norm weight | --norm weight: the hidden layers of lstm take none, batch, layer or rms",
                "mlp --data wine --save @m.npz --seed 1 | expected a name that ends in .safetensors",
                "mlp --data wine --save @m.safetensors | --save keeps one network, not 5",
                "mlp --data wine --scaler std | expected one of none, standard, minmax, robust",
                "mlp --data wine --optimizer lbfgs | expected one of sgd, adam",
                "mlp --data wine --dtype f16 | networks are trained in f32 or f64",
                "mlp --data wine --lr -1 | --lr -1.0: expected a number above 0",
                "mlp --data wine --epochs 0 | --epochs 0: expected at least 1",
                "mlp --data wine --hidden 3,0 | --hidden 0: expected at least 1",
                "mlp --data wine --batch-size 1 --norm batch | batch norm needs at least 2 examples in a batch",
                "mlp --data wine --device gpu | unknown device",
                "mlp --data wine --report - | --report writes a file",
                "mlp --data sine --samples 3 | needs one to train on and one to test on",
                "lstm --data wine | lstm learns from sequences",
            })
    void refusesBadInputInOneLine(String options, String message) throws IOException {
        Files.writeString(folder.resolve("t.csv"), "a,b\n1,x\n2,x\n3,y\n");
        Run run = train(options.replace("@", folder + "/"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("evenkeel: ").hasLineCount(1).contains(message);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }
}
