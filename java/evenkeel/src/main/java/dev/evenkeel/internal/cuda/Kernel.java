package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The kernels, each with the PTX file it is in, the types it is made for, and its parameters: a bare name is a device
 * address, {@code ?} one that may be null, {@code :i64} and {@code :i32} are integers, and {@code :s} is a number in
 * the statistics type. The sources in {@code kernels/} say what each means.
 */
enum Kernel {
    LAYER_NORM_FORWARD(
            "layer_norm_forward",
            Types.TP,
            "x residual? weight? bias? y? sum? mean? mean_rest? rstd? rows:i64 cols:i64 eps:s"),
    LAYER_NORM_BACKWARD_INPUT(
            "layer_norm_backward", Types.TP, "dy x weight? mean mean_rest? rstd dsum? dx rows:i64 cols:i64"),
    LAYER_NORM_BACKWARD_PARAMS(
            "layer_norm_backward",
            Types.T,
            "dy x mean mean_rest? rstd partial_dweight partial_dbias rows:i64 cols:i64 chunks:i64"),
    PARAM_GRAD_FINISH(
            "param_grad_finish",
            Types.P,
            "partial_dweight? partial_dbias? dweight? dbias? cols:i64 chunks:i64 accumulate:i32"),

    BATCH_NORM_STATS_LAST("batch_norm_stats", Types.T, Text.STATS),
    BATCH_NORM_STATS_FIRST("batch_norm_stats", Types.T, Text.STATS),
    BATCH_NORM_FINISH(
            "batch_norm_stats",
            Types.S,
            "partial_mean partial_rest partial_m2 mean mean_rest? rstd running_mean? running_var? channels:i64 count:i64 chunks:i64"
                    + " eps:s factor:s correction:s"),
    BATCH_NORM_RSTD("batch_norm_stats", Types.S, "var rstd channels:i64 eps:s"),

    BATCH_NORM_APPLY_LAST("batch_norm_apply", Types.TP, Text.APPLY),
    BATCH_NORM_APPLY_FIRST("batch_norm_apply", Types.TP, Text.APPLY),

    BATCH_NORM_BACKWARD_REDUCE_LAST("batch_norm_backward", Types.TP, Text.BACKWARD_REDUCE),
    BATCH_NORM_BACKWARD_REDUCE_FIRST("batch_norm_backward", Types.TP, Text.BACKWARD_REDUCE),
    BATCH_NORM_BACKWARD_FINISH(
            "batch_norm_backward",
            Types.P,
            "partial_dweight partial_dbias sum_dy_xhat sum_dy dweight? dbias? channels:i64 chunks:i64 accumulate:i32"),
    BATCH_NORM_BACKWARD_APPLY_LAST("batch_norm_backward", Types.TP, Text.BACKWARD_APPLY),
    BATCH_NORM_BACKWARD_APPLY_FIRST("batch_norm_backward", Types.TP, Text.BACKWARD_APPLY);

    private final String file;
    private final Types types;
    private final String parameters;

    Kernel(String file, Types types, String parameters) {
        this.file = file;
        this.types = types;
        this.parameters = parameters;
    }

    /** Name of the PTX file, without the ending. */
    String file() {
        return file;
    }

    /** The kernel for these storage and parameter types. */
    KernelSignature signature(DType dtype, DType paramDType) {
        String entry = "evenkeel_" + name().toLowerCase(Locale.ROOT) + "_" + types.suffix(dtype, paramDType);
        return KernelSignature.parse(entry, parameters, dtype.statistics());
    }

    /** The kernel for all types that it is made for. */
    List<KernelSignature> signatures() {
        List<KernelSignature> all = new ArrayList<>();
        for (DType dtype : DType.values()) {
            Stream.of(dtype, dtype.statistics())
                    .map(paramDType -> signature(dtype, paramDType))
                    .filter(signature -> !all.contains(signature))
                    .forEach(all::add);
        }
        return all;
    }

    /** Which types an entry's name tells: those of storage (T), parameters (P), statistics (S). */
    private enum Types {
        TP,
        T,
        P,
        S;

        String suffix(DType dtype, DType paramDType) {
            return switch (this) {
                case TP -> dtype == paramDType ? dtype.label() : dtype.label() + "_" + paramDType.label();
                case T -> dtype.label();
                case P -> paramDType.label();
                case S -> dtype.statistics().label();
            };
        }
    }

    /** Parameters that the two layouts of a kernel share. */
    private static final class Text {
        static final String STATS =
                "x partial_mean partial_rest partial_m2 outer:i64 channels:i64 inner:i64 chunks:i64";
        static final String APPLY =
                "x residual? mean mean_rest? rstd weight? bias? y outer:i64 channels:i64 inner:i64 activation:i32";
        static final String BACKWARD_REDUCE =
                "dy x residual? mean mean_rest? rstd weight? bias? partial_dweight partial_dbias"
                        + " outer:i64 channels:i64 inner:i64 chunks:i64 activation:i32";
        static final String BACKWARD_APPLY =
                "dy x residual? mean mean_rest? rstd weight? bias? sum_dy_xhat? sum_dy? dx? dresidual?"
                        + " outer:i64 channels:i64 inner:i64 activation:i32";
    }
}
