package dev.evenkeel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.NpyBytes;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.tensor.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Weight and spectral norm through files and the command, on every device that there is. */
class ApplyWeightsTest {
    /** One case that PyTorch computed; {@code within} bounds the relative L2 error. */
    private record Golden(String name, String dtype, double within, String sets) {}

    private static final List<Golden> WEIGHT_NORMS = List.of(
            new Golden("wn_conv_dim0_f32", "f32", 1e-6, ""),
            new Golden("wn_linear_dim1_f64", "f64", 1e-12, "dim=1"),
            new Golden("wn_linear_all_f32", "f32", 1e-6, "dim=none"));
    private static final List<Golden> SPECTRAL_NORMS = List.of(
            new Golden("sn_legacy_1it_f64", "f64", 1e-12, "order=legacy"),
            new Golden("sn_param_convT_dim1_f32", "f32", 2e-6, "dim=1 power-iterations=3"));

    @TempDir
    private Path folder;

    static Stream<Arguments> weightNorms() {
        return onDevices(WEIGHT_NORMS);
    }

    static Stream<Arguments> spectralNorms() {
        return onDevices(SPECTRAL_NORMS);
    }

    private static Stream<Arguments> onDevices(List<Golden> cases) {
        return cases.stream()
                .flatMap(golden -> Devices.available().stream().map(device -> Arguments.of(golden, device)));
    }

    @ParameterizedTest
    @MethodSource
    void weightNorms(Golden golden, Device device) {
        run(golden, "weight-norm", device, golden.sets(), "v=v g=g", "w");
        check(golden, "w", "w");
        run(golden, "weight-norm-backward", device, golden.sets(), "dw=dw v=v g=g", "dv dg");
        check(golden, "dv", "dv");
        check(golden, "dg", "dg");
    }

    @ParameterizedTest
    @MethodSource
    void spectralNorms(Golden golden, Device device) {
        run(golden, "spectral-norm", device, golden.sets(), "weight=weight u=u v=v", "w sigma u v");
        check(golden, "w", "w");
        check(golden, "sigma", "sigma");
        check(golden, "u", "u_after");
        check(golden, "v", "v_after");
        String dim = golden.sets().contains("dim=1") ? "dim=1" : "";
        run(golden, "spectral-norm-backward", device, dim, "dw=dw weight=weight u=u_after v=v_after", "dweight");
        check(golden, "dweight", "dweight");
    }

    /** 3-4-5 by rows and by columns, with g of either shape; a vector needs no singular vectors. */
    @Test
    void takesFlatLengthsAndVectors() {
        NpyBytes.floats(folder.resolve("v.npy"), "(1, 2)", 3, 4);
        NpyBytes.floats(folder.resolve("g.npy"), "(1,)", 10);
        apply("weight-norm --in v=@v.npy g=@g.npy --out w=@w.npy");
        assertThat(values("w")).containsExactly(6, 8);
        NpyBytes.floats(folder.resolve("g2.npy"), "(2,)", 5, -7);
        apply("weight-norm --in v=@v.npy g=@g2.npy --set dim=-1 --out w=@w.npy");
        assertThat(values("w")).containsExactly(5, -7);
        NpyBytes.floats(folder.resolve("x.npy"), "(2,)", 0, -4);
        apply("spectral-norm --in weight=@x.npy --set power-iterations=0 --out w=@w.npy sigma=@sigma.npy --dtype f64");
        assertThat(values("w")).containsExactly(0, -1);
        assertThat(values("sigma")).containsExactly(4);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "weight-norm --in v=@v.npy --out w=@y.npy | needs --in g=FILE",
                "weight-norm --in v=@v.npy g=@v.npy --out w=@y.npy | g has shape [2, 3], expected [2, 1] or [2]",
                "weight-norm --in v=@v.npy g=@g.npy --set dim=2 --out w=@y.npy | dim 2 is outside shape [2, 3]",
                "weight-norm --in v=@v.npy g=@g.npy --set dim=x --out w=@y.npy | --set dim=x: expected a whole number",
                "weight-norm-backward --in dw=@g.npy v=@v.npy g=@g.npy --out dv=@y.npy | dw has shape [2], expected [2, 3]",
                "spectral-norm --in weight=@v.npy v=@h.npy --out w=@y.npy | --in u=FILE is missing",
                "spectral-norm --in weight=@v.npy u=@h.npy v=@h.npy --out w=@y.npy | u has shape [3], expected [2]",
                "spectral-norm --in weight=@v.npy u=@g.npy v=@h.npy --set order=new --out w=@y.npy | expected legacy or param",
                "spectral-norm --in weight=@v.npy u=@g.npy v=@h.npy --set power-iterations=-1 --out w=@y.npy | at least 0",
                "spectral-norm --in weight=@v.npy u=@g.npy v=@h.npy --set dim=7 --out w=@y.npy | outside shape [2, 3]",
                "spectral-norm --in weight=@g.npy --out u=@y.npy | weight has shape [2] and so no u and v",
            })
    void isRefusedInOneLine(String command, String message) {
        NpyBytes.waves(folder.resolve("v.npy"), "(2, 3)", 6);
        NpyBytes.waves(folder.resolve("g.npy"), "(2,)", 2);
        NpyBytes.waves(folder.resolve("h.npy"), "(3,)", 3);
        Run run = Run.of(words(command));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("evenkeel: ").hasLineCount(1).contains(message.strip());
    }

    private void apply(String command) {
        Run run = Run.of(words(command));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private Object[] words(String command) {
        return ("apply " + command.strip() + " --device scalar")
                .replace("@", folder + "/")
                .split(" +");
    }

    private void run(Golden golden, String op, Device device, String sets, String in, String out) {
        List<Object> args = new ArrayList<>(List.of("apply", op, "--device", device, "--dtype", golden.dtype()));
        for (String pair : in.split(" ")) {
            String[] names = pair.split("=");
            args.addAll(List.of("--in", names[0] + "=" + Fixtures.golden(golden.name(), names[1])));
        }
        for (String name : out.split(" ")) {
            args.addAll(List.of("--out", name + "=" + folder.resolve(name + ".npy")));
        }
        if (!sets.isEmpty()) {
            List.of(sets.split(" ")).forEach(set -> args.addAll(List.of("--set", set)));
        }
        Run run = Run.of(args.toArray());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private void check(Golden golden, String output, String expected) {
        double[] got = values(output);
        double[] want = values(Fixtures.golden(golden.name(), expected));
        assertThat(got).hasSameSizeAs(want);
        double error = 0;
        double norm = 0;
        for (int i = 0; i < want.length; i++) {
            error += (got[i] - want[i]) * (got[i] - want[i]);
            norm += want[i] * want[i];
        }
        assertThat(Math.sqrt(error / norm)).as(output).isLessThan(golden.within());
    }

    private double[] values(String output) {
        return values(folder.resolve(output + ".npy"));
    }

    private static double[] values(Path file) {
        return TensorFile.open(file.toString()).read(DType.F64, Device.SCALAR).toDoubleArray();
    }
}
