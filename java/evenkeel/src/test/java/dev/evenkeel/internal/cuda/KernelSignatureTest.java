package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cuda.KernelSignature.Parameter;
import dev.evenkeel.internal.cuda.KernelSignature.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Java says of the kernels' parameters against what the PTX in the jar declares. */
class KernelSignatureTest {
    private static final Map<Type, String> IN_PTX = Map.of(
            Type.ADDRESS, "u64",
            Type.OPTIONAL_ADDRESS, "u64",
            Type.I64, "u64",
            Type.I32, "u32",
            Type.F32, "f32",
            Type.F64, "f64");

    static Stream<Arguments> files() {
        return PtxLibrary.TARGETS.stream()
                .flatMap(target -> Arrays.stream(Kernel.values())
                        .map(Kernel::file)
                        .distinct()
                        .map(file -> Arguments.of(target, file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theEntriesOfAFileAreExactlyTheKernelsThatJavaKnows(int target, String file) {
        Map<String, Object> inPtx = new TreeMap<>();
        PtxEntry.all(PtxLibrary.text(target, file)).forEach(entry -> inPtx.put(entry.name(), entry.parameters()));
        Map<String, Object> inJava = Arrays.stream(Kernel.values())
                .filter(kernel -> kernel.file().equals(file))
                .flatMap(kernel -> kernel.signatures().stream())
                .collect(Collectors.toMap(
                        KernelSignature::entry,
                        signature -> signature.parameters().stream()
                                .map(parameter -> IN_PTX.get(parameter.type()))
                                .toList(),
                        (a, b) -> {
                            throw new AssertionError("two kernels of one name");
                        },
                        TreeMap::new));
        assertThat(inPtx).isEqualTo(inJava).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aDeviceGetsTheNewestFileThatItRuns(int target, String file) {
        for (int candidate : PtxLibrary.TARGETS) {
            if (candidate <= target && PtxLibrary.resource(candidate, file) != null) {
                assertThat(PtxLibrary.text(target, file)).contains("\n.target sm_" + candidate + "\n");
                return;
            }
        }
        throw new AssertionError("no PTX of " + file + " for sm_" + target);
    }

    @Test
    void parametersAreAlignedToTheirOwnSize() {
        KernelSignature signature = KernelSignature.parse("k", "x n:i32 y? eps:s m:i32 rows:i64", DType.F32);
        assertThat(signature.parameters())
                .containsExactly(
                        new Parameter("x", Type.ADDRESS, 0),
                        new Parameter("n", Type.I32, 8),
                        new Parameter("y", Type.OPTIONAL_ADDRESS, 16),
                        new Parameter("eps", Type.F32, 24),
                        new Parameter("m", Type.I32, 28),
                        new Parameter("rows", Type.I64, 32));
        assertThat(signature.bytes()).isEqualTo(40);
    }

    @Test
    void statisticsAreDoublesForDoublesAndFloatsOtherwise() {
        assertThat(Kernel.ROW_NORM_FORWARD_V2
                        .signature(DType.F64, DType.F64)
                        .parameters()
                        .get(13)
                        .type())
                .isEqualTo(Type.F64);
        assertThat(Kernel.ROW_NORM_FORWARD_V2
                        .signature(DType.F16, DType.F16)
                        .parameters()
                        .get(13)
                        .type())
                .isEqualTo(Type.F32);
    }

    @Test
    void namesTellTheTypesThatTheKernelDependsOn() {
        assertThat(Kernel.ROW_NORM_FORWARD_V2.signature(DType.BF16, DType.F32).entry())
                .isEqualTo("evenkeel_row_norm_forward_v2_bf16");
        assertThat(Kernel.CHANNEL_NORM_STATS_STRIPS
                        .signature(DType.BF16, DType.F32)
                        .entry())
                .isEqualTo("evenkeel_channel_norm_stats_strips_bf16");
        assertThat(Kernel.ROW_NORM_FINISH.signature(DType.BF16, DType.F32).entry())
                .isEqualTo("evenkeel_row_norm_finish_f32");
        assertThat(Kernel.CHANNEL_NORM_RSTD.signature(DType.BF16, DType.BF16).entry())
                .isEqualTo("evenkeel_channel_norm_rstd_f32");
    }
}
