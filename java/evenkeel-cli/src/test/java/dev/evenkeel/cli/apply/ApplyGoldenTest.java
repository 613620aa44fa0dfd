package dev.evenkeel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.cli.Run;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.tensor.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases that PyTorch computed, through files and the command, on every device that there is. */
class ApplyGoldenTest {
    /** One case; {@code within} bounds the relative L2 error. */
    private record Golden(String name, String dtype, double within, String sets) {
        String op() {
            return switch (name.substring(0, 2)) {
                case "ln" -> "layer-norm";
                case "rm" -> "rms-norm";
                case "gn" -> "group-norm";
                case "in" -> "instance-norm";
                default -> "batch-norm";
            };
        }
    }

    private static final List<Golden> CASES = List.of(
            new Golden("ln_last1_f32", "f32", 1e-6, ""),
            new Golden("ln_last2_f64", "f64", 1e-12, "normalized-dims=2"),
            new Golden("ln_bigmean_f32", "f32", 1e-4, ""),
            new Golden("ln_mid_f16", "f16", 1e-3, ""),
            new Golden("ln_mid_bf16", "bf16", 8e-3, ""),
            new Golden("bn_train_4d_f32", "f32", 1e-6, ""),
            new Golden("bn_train_bigmean_f32", "f32", 1e-4, ""),
            new Golden("bn_train_keras_defaults_f64", "f64", 1e-12, "eps=0.001 momentum=0.01"),
            new Golden("bn_eval_4d_f64", "f64", 1e-12, "training=false"),
            new Golden("rms_epsnone_f32", "f32", 1e-6, "eps=none"),
            new Golden("rms_wide_f64", "f64", 1e-12, "eps=1e-5"),
            new Golden("rms_eps1e5_f16", "f16", 1e-3, "eps=1e-5"),
            new Golden("rms_large_bf16", "bf16", 8e-3, "eps=1e-5"),
            new Golden("gn_g3_f32", "f32", 1e-6, "groups=3"),
            new Golden("gn_5d_f64", "f64", 1e-12, "groups=2"),
            new Golden("gn_g2_bf16", "bf16", 8e-3, "groups=2"),
            new Golden("in_4d_affine_f32", "f32", 1e-6, ""),
            new Golden("in_track_train_f64", "f64", 1e-12, ""),
            new Golden("in_track_eval_f32", "f32", 1e-6, "use-input-stats=false"));

    @TempDir
    private Path folder;

    static Stream<Arguments> casesOnDevices() {
        return CASES.stream()
                .flatMap(golden -> Devices.available().stream().map(device -> Arguments.of(golden, device)));
    }

    @ParameterizedTest
    @MethodSource("casesOnDevices")
    void forwardAgrees(Golden golden, Device device) {
        List<String> in = given(golden, "x", "weight", "bias", "running_mean", "running_var");
        List<String> out = new ArrayList<>(given(golden, "y", "mean", "rstd"));
        if (in.contains("running_mean")) {
            out.addAll(List.of("running_mean", "running_var"));
        }
        run(golden, golden.op(), in, out, device);
        for (String name : out) {
            check(golden, name, name.startsWith("running") ? name + "_after" : name);
        }
    }

    @ParameterizedTest
    @MethodSource("casesOnDevices")
    void backwardAgrees(Golden golden, Device device) {
        List<String> in = golden.op().matches("batch-norm|instance-norm")
                ? given(golden, "dy", "x", "weight", "bias", "running_mean", "running_var")
                : given(golden, "dy", "x", "weight");
        List<String> out = given(golden, "dx", "dweight", "dbias");
        run(golden, golden.op() + "-backward", in, out, device);
        out.forEach(name -> check(golden, name, name));
    }

    /** Those that the case has. */
    private static List<String> given(Golden golden, String... tensors) {
        return Stream.of(tensors)
                .filter(name -> Fixtures.hasGolden(golden.name(), name))
                .toList();
    }

    private void run(Golden golden, String op, List<String> in, List<String> out, Device device) {
        List<Object> args = new ArrayList<>(List.of("apply", op, "--device", device, "--dtype", golden.dtype()));
        in.forEach(name -> args.addAll(List.of("--in", name + "=" + Fixtures.golden(golden.name(), name))));
        out.forEach(name -> args.addAll(List.of("--out", name + "=" + folder.resolve(name + ".npy"))));
        if (!golden.sets().isEmpty()) {
            List.of(golden.sets().split(" ")).forEach(set -> args.addAll(List.of("--set", set)));
        }
        Run run = Run.of(args.toArray());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    private void check(Golden golden, String output, String expected) {
        double[] got = values(folder.resolve(output + ".npy"));
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

    private static double[] values(Path file) {
        return TensorFile.open(file.toString()).read(DType.F64, Device.SCALAR).toDoubleArray();
    }
}
