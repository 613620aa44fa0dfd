package dev.evenkeel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.NpyBytes;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    @TempDir
    private Path folder;

    @BeforeEach
    void makeInputs() {
        NpyBytes.floats(folder.resolve("x.npy"), "(2, 4)", 1, 2, 3, 4, -1, 0, 1, 8);
        NpyBytes.floats(folder.resolve("r.npy"), "(2, 4)", 1, 1, 1, 1, 2, 2, 2, 2);
        NpyBytes.floats(folder.resolve("dy.npy"), "(2, 4)", 1, 0, 2, -1, 3, 1, 0, 2);
    }

    private String at(String name, String file) {
        return name + "=" + folder.resolve(file);
    }

    private void apply(Object... args) {
        List<Object> all = new ArrayList<>(List.of("apply", "--device", "scalar"));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private Tensor result(String name) {
        return TensorFile.open(folder.resolve(name).toString()).read(DType.F64, Device.SCALAR);
    }

    private double[] values(String name) {
        return result(name).toDoubleArray();
    }

    @Test
    void addsTheResidualAndGivesTheSum() {
        apply(
                "layer-norm",
                "--in",
                at("x", "x.npy"),
                "--in",
                at("residual", "r.npy"),
                "--out",
                at("sum", "s.npy"),
                "--out",
                at("mean", "m.npy"));
        assertThat(values("s.npy")).containsExactly(2, 3, 4, 5, 1, 2, 3, 10);
        assertThat(values("m.npy")).containsExactly(3.5, 4);
        assertThat(result("m.npy").shape()).isEqualTo(Shape.of(2));
    }

    @Test
    void takesSeveralPairsAfterOneOption() {
        apply(
                "--in",
                at("x", "x.npy"),
                at("residual", "r.npy"),
                "layer-norm",
                "--out=" + at("sum", "s.npy"),
                at("mean", "m.npy"));
        assertThat(values("m.npy")).containsExactly(3.5, 4);
    }

    @ParameterizedTest
    @CsvSource({"f32, <f4, <f4", "f16, <f2, <f4", "bf16, <f4, <f4", "f64, <f8, <f8"})
    void writesTheTypeThatHoldsTheResult(String dtype, String y, String mean) throws IOException {
        apply(
                "layer-norm",
                "--dtype",
                dtype,
                "--in",
                at("x", "x.npy"),
                "--out",
                at("y", "y.npy"),
                "--out",
                at("mean", "m.npy"));
        assertThat(header("y.npy")).contains("'" + y + "'");
        assertThat(header("m.npy")).contains("'" + mean + "'");
    }

    private String header(String name) throws IOException {
        return new String(Files.readAllBytes(folder.resolve(name)), 0, 80, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"'(2,)'", "'(2, 1)'", "'(1, 2)'"})
    void takesStatisticsInAnyShape(String shape) {
        NpyBytes.floats(folder.resolve("m.npy"), shape, 2.5, 2);
        NpyBytes.floats(folder.resolve("rstd.npy"), shape, 0.8944236, 0.28284258);
        apply(
                "layer-norm-backward",
                "--in",
                at("dy", "dy.npy"),
                at("x", "x.npy"),
                at("mean", "m.npy"),
                at("rstd", "rstd.npy"),
                "--out",
                at("dx", "a.npy"));
        apply("layer-norm-backward", "--in", at("dy", "dy.npy"), at("x", "x.npy"), "--out", at("dx", "b.npy"));
        assertThat(values("a.npy")).containsExactly(values("b.npy"), CLOSE);
    }

    @Test
    void givesGradientsOfParametersThatAreNotThere() {
        apply(
                "layer-norm-backward",
                "--in",
                at("dy", "dy.npy"),
                at("x", "x.npy"),
                "--out",
                at("dbias", "db.npy"),
                at("dweight", "dw.npy"));
        assertThat(values("db.npy")).containsExactly(4, 1, 2, 1);
        assertThat(result("dw.npy").shape()).isEqualTo(Shape.of(4));
        apply(
                "batch-norm-backward",
                "--in",
                at("dy", "dy.npy"),
                at("x", "x.npy"),
                "--out",
                at("dresidual", "dr.npy"),
                at("dbias", "db.npy"));
        assertThat(values("dr.npy")).containsExactly(1, 0, 2, -1, 3, 1, 0, 2);
        assertThat(values("db.npy")).containsExactly(4, 1, 2, 1);
    }

    @Test
    void addsDsumToDx() {
        apply("layer-norm-backward", "--in", at("dy", "dy.npy"), at("x", "x.npy"), "--out", at("dx", "a.npy"));
        apply(
                "layer-norm-backward",
                "--in",
                at("dy", "dy.npy"),
                at("x", "x.npy"),
                at("dsum", "r.npy"),
                "--out",
                at("dx", "b.npy"));
        double[] plain = values("a.npy");
        double[] more = values("b.npy");
        for (int i = 0; i < plain.length; i++) {
            assertThat(more[i] - plain[i]).isCloseTo(i < 4 ? 1 : 2, CLOSE);
        }
    }

    @Test
    void normalizesAVectorAndSeveralDimensions() {
        NpyBytes.floats(folder.resolve("v.npy"), "(4,)", 1, 2, 3, 4);
        apply("layer-norm", "--in", at("x", "v.npy"), "--out", at("mean", "m.npy"));
        assertThat(result("m.npy").shape()).isEqualTo(Shape.of());
        apply("layer-norm", "--in", at("x", "x.npy"), "--set", "normalized-dims=2", "--out", at("mean", "m.npy"));
        assertThat(values("m.npy")).containsExactly(2.25);
    }

    @ParameterizedTest
    @CsvSource({
        // the batch's means are 0, 1, 2, 6; unbiased variances 2, 2, 2, 8; the old values are 0 and 1
        "momentum=0.1,  running-var=unbiased, 0.6, 1.7",
        "momentum=0.1,  running-var=biased,   0.6, 1.3",
        "momentum=1,    running-var=unbiased, 6,   8",
        "momentum=none, running-var=unbiased, 6,   8",
        "momentum=0,    running-var=unbiased, 0,   1"
    })
    void startsRunningStatisticsLikeANewLayer(String momentum, String convention, double mean, double variance) {
        apply(
                "batch-norm",
                "--in",
                at("x", "x.npy"),
                "--set",
                momentum,
                convention,
                "--out",
                at("running_mean", "rm.npy"),
                at("running_var", "rv.npy"));
        assertThat(values("rm.npy")[3]).isCloseTo(mean, CLOSE);
        assertThat(values("rv.npy")[3]).isCloseTo(variance, CLOSE);
    }

    @Test
    void normalizesByConstantsInInference() {
        NpyBytes.floats(folder.resolve("rm.npy"), "(4,)", 1, 1, 1, 1);
        NpyBytes.floats(folder.resolve("rv.npy"), "(4,)", 4, 4, 4, 4);
        apply(
                "batch-norm",
                "--in",
                at("x", "x.npy"),
                at("running_mean", "rm.npy"),
                at("running_var", "rv.npy"),
                "--set",
                "training=false",
                "eps=0",
                "activation=relu",
                "--out",
                at("y", "y.npy"),
                at("running_var", "rv2.npy"));
        assertThat(values("y.npy")).containsExactly(0, 0.5, 1, 1.5, 0, 0, 0, 3.5);
        assertThat(values("rv2.npy")).containsExactly(4, 4, 4, 4);
    }

    @Test
    void knowsBothLayouts() {
        NpyBytes.waves(folder.resolve("first.npy"), "(2, 3, 5)", 30);
        apply("batch-norm", "--in", at("x", "first.npy"), "--out", at("mean", "m.npy"));
        assertThat(values("m.npy")).hasSize(3);
        apply(
                "batch-norm",
                "--in",
                at("x", "first.npy"),
                "--set",
                "layout=channels-last",
                "--out",
                at("mean", "m.npy"));
        assertThat(values("m.npy")).hasSize(5);
    }

    @Test
    void overwritesAnOutputThatIsThere() {
        NpyBytes.floats(folder.resolve("y.npy"), "(1,)", 9);
        apply("layer-norm", "--in", at("x", "x.npy"), "--out", at("y", "y.npy"));
        assertThat(values("y.npy")).hasSize(8);
    }

    @Test
    void rmsNormTakesEpsNoneForTheTypesOwn() {
        NpyBytes.floats(folder.resolve("tiny.npy"), "(1, 2)", 3e-4, 4e-4);
        apply("rms-norm", "--in", at("x", "tiny.npy"), "--set", "eps=none", "--out", at("rstd", "r0.npy"));
        assertThat(values("r0.npy")[0]).isCloseTo(1 / Math.sqrt(1.25e-7 + 0x1p-23), within(1e-3));
        apply("rms-norm", "--in", at("x", "tiny.npy"), "--out", at("rstd", "r1.npy"));
        assertThat(values("r1.npy")[0]).isCloseTo(1 / Math.sqrt(1.25e-7 + 1e-6), within(1e-3));
    }

    @Test
    void rmsNormAddsTheResidual() {
        apply(
                "rms-norm",
                "--in",
                at("x", "x.npy"),
                at("residual", "r.npy"),
                "--set",
                "eps=0",
                "--out",
                at("y", "y.npy"),
                at("sum", "s.npy"));
        assertThat(values("s.npy")).containsExactly(2, 3, 4, 5, 1, 2, 3, 10);
        assertThat(values("y.npy")[7]).isCloseTo(10 / Math.sqrt(114 / 4.0), CLOSE);
    }

    @Test
    void groupNormCutsChannelsOfEitherLayout() {
        NpyBytes.waves(folder.resolve("w.npy"), "(2, 4, 6)", 48);
        apply("group-norm", "--in", at("x", "w.npy"), "--set", "groups=2", "--out", at("mean", "m.npy"));
        assertThat(result("m.npy").shape()).isEqualTo(Shape.of(2, 2));
        apply(
                "group-norm",
                "--in",
                at("x", "w.npy"),
                "--set",
                "groups=3",
                "layout=channels-last",
                "--out",
                at("mean", "m.npy"));
        assertThat(result("m.npy").shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void instanceNormStartsRunningStatisticsLikeANewLayer() {
        NpyBytes.floats(folder.resolve("i.npy"), "(2, 1, 2)", 0, 2, 4, 8);
        apply(
                "instance-norm",
                "--in",
                at("x", "i.npy"),
                "--out",
                at("mean", "m.npy"),
                at("running_mean", "rm.npy"),
                at("running_var", "rv.npy"));
        assertThat(values("m.npy")).containsExactly(1, 6);
        // means 1 and 6, unbiased variances 2 and 8
        assertThat(values("rm.npy")[0]).isCloseTo(0.35, CLOSE);
        assertThat(values("rv.npy")[0]).isCloseTo(0.9 + 0.5, CLOSE);
    }

    @Test
    void instanceNormByConstantsIsBatchNormInInference() {
        NpyBytes.waves(folder.resolve("w.npy"), "(2, 4, 3)", 24);
        NpyBytes.floats(folder.resolve("rm.npy"), "(4,)", 1, 2, 3, 4);
        NpyBytes.floats(folder.resolve("rv.npy"), "(4,)", 4, 3, 2, 1);
        Object[] in = {"--in", at("x", "w.npy"), at("running_mean", "rm.npy"), at("running_var", "rv.npy")};
        apply("batch-norm", "--set", "training=false", "--out=" + at("y", "a.npy"), in[0], in[1], in[2], in[3]);
        apply(
                "instance-norm",
                "--set",
                "use-input-stats=false",
                "--out=" + at("y", "b.npy"),
                in[0],
                in[1],
                in[2],
                in[3]);
        assertThat(values("b.npy")).isEqualTo(values("a.npy"));
    }
}
