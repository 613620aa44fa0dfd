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
    ROW_NORM_FORWARD_V2("row_norm_forward", Types.T, Text.ROW_FORWARD),
    ROW_NORM_FORWARD_V4("row_norm_forward", Types.T, Text.ROW_FORWARD),
    ROW_NORM_FORWARD_ANY(
            "row_norm_forward_any",
            Types.T,
            "x residual? weight? bias? y? sum? mean? mean_rest? rstd? rows:i64 cols:i64 norm:i32 x_type:i32 y_type:i32"
                    + " param_type:i32 lanes:i32 vectors:i32 kept:i32 eps:s weight_offset:s"),
    ROW_NORM_BACKWARD_V2("row_norm_backward", Types.T, Text.ROW_BACKWARD),
    ROW_NORM_BACKWARD_V4("row_norm_backward", Types.T, Text.ROW_BACKWARD),
    ROW_NORM_BACKWARD_ANY(
            "row_norm_backward_any",
            Types.T,
            Text.ROW_BACKWARD_TENSORS
                    + " rows:i64 cols:i64 chunks:i64 norm:i32 x_type:i32 dy_type:i32 param_type:i32 lanes:i32"
                    + " vectors:i32 kept:i32 accumulate:i32 finish:i32 eps:s weight_offset:s"),
    ROW_NORM_BACKWARD_COLUMNS(
            "row_norm_backward_columns",
            Types.T,
            "dy x mean? mean_rest? rstd partial_dweight? partial_dbias? rows:i64 cols:i64 chunks:i64"
                    + " x_type:i32 dy_type:i32"),
    ROW_NORM_FINISH(
            "row_norm_finish",
            Types.S,
            "partial_dweight? partial_dbias? dweight? dbias? cols:i64 chunks:i64 param_type:i32 accumulate:i32"),

    CHANNEL_NORM_STATS_STRIPS("channel_norm_stats", Types.T, Text.CHANNEL_STATS + Text.STRIPS),
    CHANNEL_NORM_STATS_PLANES("channel_norm_stats", Types.T, Text.CHANNEL_STATS + Text.PLANES),
    CHANNEL_NORM_APPLY_ROWS("channel_norm_apply", Types.T, Text.CHANNEL_APPLY + Text.ROWS),
    CHANNEL_NORM_APPLY_PLANES("channel_norm_apply", Types.T, Text.CHANNEL_APPLY + Text.PLANES),
    CHANNEL_NORM_MERGE(
            "channel_norm_finish",
            Types.S,
            "counts means mean_rests m2s mean mean_rest m2 rstd running_mean? running_var? batches? replicas:i64"
                    + " channels:i64 count:i64 eps:s factor:s correction:s"),
    CHANNEL_NORM_RUNNING("channel_norm_finish", Types.S, Text.RUNNING + " samples:i64 channels:i64 count:i64"),
    CHANNEL_NORM_RSTD("channel_norm_finish", Types.S, "var rstd n:i64 eps:s"),

    CHANNEL_NORM_BACKWARD_TILES(
            "channel_norm_backward_tiles",
            Types.T,
            Text.CHANNEL_BACKWARD + " copies:i32 vectors:i32 tiles:i32 chunks:i32"),
    CHANNEL_NORM_BACKWARD_PLANES(
            "channel_norm_backward_planes", Types.T, Text.CHANNEL_BACKWARD + " team:i32 chunks:i32"),

    MATRIX_PRODUCT(
            "matrix_product",
            Types.S,
            "a b bias? c rows:i64 cols:i64 depth:i64 a_row:i64 a_depth:i64 b_depth:i64 b_col:i64 c_row:i64"
                    + " accumulate:i32"),
    MATRIX_SUM_ROWS("matrix_product", Types.S, "x sums rows:i64 cols:i64 x_row:i64 accumulate:i32"),

    LSTM_CELL(
            "lstm_cell",
            Types.S,
            "gates previous_cell? cell hidden gates_stride:i64 previous_cell_stride:i64 cell_stride:i64"
                    + " hidden_stride:i64 rows:i64 size:i64"),
    LSTM_CELL_BACKWARD(
            "lstm_cell",
            Types.S,
            "gates previous_cell? cell dhidden? dnext_hidden? dcell dgates gates_stride:i64 previous_cell_stride:i64"
                    + " cell_stride:i64 dhidden_stride:i64 dnext_hidden_stride:i64 dcell_stride:i64"
                    + " dgates_stride:i64 rows:i64 size:i64 first_from_end:i32"),

    ACTIVATION("pointwise", Types.S, "x dy? y n:i64 kind:i32"),
    DROPOUT("pointwise", Types.S, "x y n:i64 threshold:i64 scale:s seed:i64 step:i64"),
    ADD("pointwise", Types.S, "x y n:i64"),
    SOFTMAX_CROSS_ENTROPY("losses", Types.S, "prediction target partial? gradient? rows:i64 cols:i64 factor:s"),
    ELEMENT_LOSS("losses", Types.S, "prediction target partial? gradient? n:i64 factor:s kind:i32"),
    SUM_OF_SQUARES("sums", Types.S, "x partial n:i64"),
    SUM_FINISH("sums", Types.S, "partial into count:i64 factor:s root:i32"),
    SGD("optimizers", Types.S, "value grad velocity? n:i64 lr:s decay:s keep:s rest:s of_velocity:s of_gradient:s"),
    ADAM("optimizers", Types.S, "value grad m v n:i64 kept:s decay:s part1:s beta2:s part2:s rate:s root:s eps:s"),
    CLIP("optimizers", Types.S, "x norm n:i64 most:s"),

    WEIGHT_SUMS_ROWS(
            "weight_sums",
            Types.S,
            Text.WEIGHT_SUMS + " outer:i64 rows:i64 inner:i64 outer_chunks:i32 inner_chunks:i32 type:i32 team:i32"
                    + " lanes:i32"),
    WEIGHT_SUMS_COLUMNS(
            "weight_sums",
            Types.S,
            Text.WEIGHT_SUMS + " batches:i64 rows:i64 width:i64 chunks:i64 period:i64 type:i32"),
    WEIGHT_NORM_FINISH(
            "weight_finish",
            Types.S,
            "squares products? g? norm? alpha along? beta? rows:i64 chunks:i32 fold:i32 g_type:i32 floor:s"),
    SPECTRAL_NORM_FINISH(
            "weight_finish",
            Types.S,
            "parts products? given? vector? sigma? alpha? beta? n:i64 rows:i64 chunks:i32 fold:i32 eps:s"),
    WEIGHT_APPLY(
            "weight_apply",
            Types.S,
            "x alpha y? vector? beta? out? row_values? row_out? outer:i64 rows:i64 inner:i64 lanes:i32 type:i32"
                    + " row_type:i32 accumulate:i32");

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

    /** Parameters that several kernels share. */
    private static final class Text {
        static final String ROW_FORWARD = "x residual? weight? bias? y? sum? mean? rstd? rows:i64 cols:i64 norm:i32"
                + " param_type:i32 lanes:i32 eps:s weight_offset:s";
        static final String ROW_BACKWARD_TENSORS =
                "dy x weight? mean? rstd? dsum? dx? partial_dweight? partial_dbias? dweight? dbias?";
        static final String ROW_BACKWARD = ROW_BACKWARD_TENSORS
                + " rows:i64 cols:i64 chunks:i64 norm:i32 param_type:i32 lanes:i32 accumulate:i32 finish:i32"
                + " eps:s weight_offset:s";
        private static final String TENSOR = " samples:i64 outer:i64 channels:i64 inner:i64";
        static final String STRIPS = TENSOR + " copies:i32 classes:i32 strip:i32 vectors:i32 chunks:i32 grain:i32";
        static final String PLANES = TENSOR + " team:i32 chunks:i32";
        static final String ROWS = TENSOR + " fold:i32 vectors:i32 chunks:i32";
        static final String RUNNING = "running_mean? running_var? batch_mean? batch_m2? batches? factor:s correction:s";
        static final String WEIGHT_SUMS = "x vector? other? first second?";
        static final String CHANNEL_STATS =
                "x residual? weight? bias? y? wide:i32 activation:i32 partials arrivals mean? mean_rest? m2? rstd? eps:s"
                        + " running_mean? running_var? batches? factor:s correction:s kept:i32";
        static final String CHANNEL_APPLY =
                "x residual? mean mean_rest? rstd weight? bias? y group:i64 wide:i32 activation:i32 " + RUNNING;
        static final String CHANNEL_BACKWARD =
                "dy x residual? mean? mean_rest? rstd? weight? bias? dx? dresidual? dweight? dbias? partials? counters?"
                        + " own_mean? own_rest? own_rstd? sum_dy? sum_dy_xhat? group_sum_dy? group_sum_dy_xhat?"
                        + " samples:i64 outer:i64 channels:i64 inner:i64 count:i64 group_channels:i32 wide:i32"
                        + " activation:i32 accumulate:i32 phases:i32 eps:s";
    }
}
