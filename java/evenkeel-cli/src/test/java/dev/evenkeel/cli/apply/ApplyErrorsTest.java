package dev.evenkeel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.NpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input: exit code 2, one line that names what is wrong, and no output. */
class ApplyErrorsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeInputs() throws IOException {
        NpyBytes.waves(folder.resolve("x.npy"), "(6, 4)", 24);
        NpyBytes.waves(folder.resolve("x3.npy"), "(2, 3, 4)", 24);
        NpyBytes.waves(folder.resolve("one.npy"), "(1, 4)", 4);
        NpyBytes.waves(folder.resolve("v4.npy"), "(4,)", 4);
        NpyBytes.waves(folder.resolve("v5.npy"), "(5,)", 5);
        NpyBytes.waves(folder.resolve("scalar.npy"), "()", 1);
        byte[] whole = Files.readAllBytes(folder.resolve("x.npy"));
        Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, whole.length - 10));
        Files.write(folder.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 1));
        Files.copy(Fixtures.numpy("object"), folder.resolve("object.npy"));
        Files.copy(Fixtures.numpy("int64"), folder.resolve("int.npy"));
        Files.writeString(folder.resolve("text.npy"), "1,2,3\n");
        Files.createDirectory(folder.resolve("dir"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "layer-norm --in x=@none.npy --out y=@y.npy | @none.npy: no such file",
                "layer-norm --in x=@cut.npy --out y=@y.npy | @cut.npy: truncated: 86 bytes of values found, 96 expected",
                "layer-norm --in x=@long.npy --out y=@y.npy | @long.npy: 1 bytes too many",
                "layer-norm --in x=@object.npy --out y=@y.npy | @object.npy: holds Python objects",
                "layer-norm --in x=@int.npy --out y=@y.npy | @int.npy: dtype '<i8' is not read",
                "layer-norm --in x=@text.npy --out y=@y.npy | @text.npy: is not a .npy file",
                "layer-norm --in x=@dir --out y=@y.npy | is a directory",
                "layer-norm --in x=@x.npy --in weight=@v5.npy --out y=@y.npy | weight has shape [5], expected [4]",
                "layer-norm --in x=@x.npy --in bias=@x.npy --out y=@y.npy | bias has shape [6, 4], expected [4]",
                "layer-norm --in x=@x.npy --in residual=@v4.npy --out y=@y.npy | residual has shape [4], expected [6, 4]",
                "layer-norm --in x=@x.npy --set eps=-1 --out y=@y.npy | --set eps=-1: expected a finite number",
                "layer-norm --in x=@x.npy --set eps=nan --out y=@y.npy | --set eps=nan: expected a finite number",
                "layer-norm --in x=@x.npy --set eps=1f --out y=@y.npy | --set eps=1f: expected",
                "layer-norm --in x=@x.npy --set momentum=1 --out y=@y.npy | has no setting 'momentum'; it has eps (1e-5), normal",
                "layer-norm --in x=@x.npy --set normalized-dims=3 --out y=@y.npy | normalized-dims is 3, but x has shape [6, 4]",
                "layer-norm --in x=@x.npy --set normalized-dims=0 --out y=@y.npy | --set normalized-dims=0: expected",
                "layer-norm --in x=@scalar.npy --out y=@y.npy | normalized-dims is 1, but x has shape []",
                "layer-norm --in x=@x.npy --in gamma=@v4.npy --out y=@y.npy | no input 'gamma'; it has x, weight?, bias?, residual?",
                "layer-norm --in x=@x.npy --in x=@x.npy --out y=@y.npy | --in x is given twice",
                "layer-norm --in x=@x.npy --set eps=1 --set eps=2 --out y=@y.npy | --set eps is given twice",
                "layer-norm --in x=@x.npy --out y=@y.npy --out y=@z.npy | --out y is given twice",
                "layer-norm --in x=@x.npy --out z=@y.npy | no output 'z'; it has y, mean, rstd, sum",
                "layer-norm --in x=@x.npy --out sum=@y.npy | needs --in residual=FILE",
                "layer-norm --in x=@x.npy | nothing to write",
                "layer-norm --in x=@x.npy --out y=@y.npy --set | --set expects KEY=VALUE",
                "layer-norm --out y=@y.npy --in | --in expects NAME=FILE",
                "layer-norm --in x=@x.npy --out | --out expects NAME=FILE",
                "batch-norm-backward --in dy=@x.npy --in x=@x.npy --in running_mean=@v5.npy --out dx=@y.npy | running_mean",
                "layer-norm --in weight=@v4.npy --out y=@y.npy | needs --in x=FILE",
                "layer-norm --in @x.npy --out y=@y.npy | expected NAME=FILE",
                "layer-norm --in x=@x.npy --out y=@x.npy | is an input of this command",
                "layer-norm --in x=@x.npy --out y=@y.npy --out mean=@y.npy | two outputs would go to this file",
                "layer-norm --in x=@x.npy --out y=@y.npy --out mean=@none/m.npy | there is no folder",
                "layer-norm --in x=@x.npy --out y=@y.npy --out mean=@dir | is a directory",
                "layer-norm --in x=@x.npy --out y=@y.safetensors | outputs are written as .npy",
                "layer-norm --in x=@x.npy --out y=@y.npy --dtype f8 | unknown dtype 'f8'",
                "layer-norm --in x=@x.npy --out y=@y.npy --device gpu | unknown device 'gpu'",
                "layer-norm --in x=@x.npy --out y=@y.npy --device ptx:sm_99 | unknown device",
                "layer-norm --in x=@x.npy --out y=@y.npy --device cuda:99 | device cuda:99 is not available",
                "layer-norm --in x=@x.npy --out y=@y.npy --launches @l.json | device scalar has none",
                "layernorm --in x=@x.npy --out y=@y.npy | unknown op 'layernorm': this version has layer-norm,",
                "layer-norm-backward --in x=@x.npy --out dx=@y.npy | needs --in dy=FILE; it takes dy, x, weight?",
                "layer-norm-backward --in x=@x.npy dy=@v4.npy --out dx=@y.npy | dy has shape [4], expected [6, 4]",
                "layer-norm-backward --in x=@x.npy dy=@x.npy mean=@v5.npy --out dx=@y.npy | mean has shape [5], expected [6]",
                "rms-norm --in x=@x.npy --set eps=-1 --out y=@y.npy | --set eps=-1: expected a finite number of at least 0, or none",
                "rms-norm --in x=@x.npy --in bias=@v4.npy --out y=@y.npy | no input 'bias'; it has x, weight?, residual?",
                "rms-norm --in x=@x.npy --out sum=@y.npy | needs --in residual=FILE",
                "rms-norm --in x=@x.npy --set normalized-dims=3 --out y=@y.npy | normalized-dims is 3, but x has shape [6, 4]",
                "group-norm --in x=@x.npy --out y=@y.npy | --set groups=VALUE is missing: a whole number of at least 1",
                "group-norm --in x=@x.npy --set groups=3 --out y=@y.npy | 3 groups don't divide the 4 channels of input [6, 4]",
                "group-norm --in x=@x.npy --set groups=0 --out y=@y.npy | --set groups=0: expected a whole number",
                "group-norm --in x=@v4.npy --set groups=2 --out y=@y.npy | x has shape [4], expected (N, C)",
                "instance-norm --in x=@x.npy --out y=@y.npy | expected more than 1 spatial element when training",
                "instance-norm --in x=@x.npy --set use-input-stats=false --out y=@y.npy | it needs --in running_mean=FILE",
                "instance-norm --in x=@x.npy --set training=false --out y=@y.npy | has no setting 'training'",
                "batch-norm --in x=@one.npy --out y=@y.npy | expected more than 1 value per channel when training",
                "batch-norm --in x=@v4.npy --out y=@y.npy | x has shape [4], expected (N, C)",
                "batch-norm --in x=@x3.npy --in weight=@v4.npy --out y=@y.npy | weight has shape [4], expected [3]",
                "batch-norm --in x=@x.npy --set training=false --out y=@y.npy | it needs --in running_mean=FILE",
                "batch-norm --in x=@x.npy --set training=yes --out y=@y.npy | --set training=yes: expected false or true",
                "batch-norm --in x=@x.npy --set momentum=1.5 --out y=@y.npy | --set momentum=1.5: expected a number from 0 to 1",
                "batch-norm --in x=@x.npy --set layout=nchw --out y=@y.npy | expected channels-first or channels-last",
                "batch-norm --in x=@x.npy --set activation=gelu --out y=@y.npy | expected none or relu",
                "batch-norm --in x=@x.npy --in running_mean=@v5.npy --out y=@y.npy | running_mean has shape [5], expected [4]",
                "batch-norm-backward --in x=@x.npy dy=@x3.npy --out dx=@y.npy | dy has shape [2, 3, 4], expected [6, 4]",
                "batch-norm-backward --in x=@one.npy dy=@one.npy --out dx=@y.npy | expected more than 1 value per channel",
            })
    void isRefusedInOneLine(String command, String message) throws IOException {
        String device = command.contains("--device") ? "" : " --device scalar";
        Object[] words =
                ("apply " + command.strip() + device).replace("@", folder + "/").split(" +");
        Run run = Run.of(words);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("evenkeel: ").endsWith("\n").hasLineCount(1);
        assertThat(run.err()).contains(message.strip().replace("@", folder + "/"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("y.") || name.startsWith(".") || name.endsWith(".json"));
        }
    }
}
