package dev.evenkeel.cli.ops;

import dev.evenkeel.cli.InputException;
import dev.evenkeel.norms.Activation;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.norms.Momentum;
import dev.evenkeel.norms.RunningVariance;
import dev.evenkeel.norms.SpectralNormOrder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A number or choice that an operation takes, as in {@code --set eps=1e-5}.
 *
 * @param <T> what its text is read as
 */
public final class Setting<T> {
    /** Added to the variance. */
    static final Setting<Double> EPS =
            new Setting<>("eps", "1e-5", "a finite number of at least 0", Setting::atLeastZero);
    /** Added to a mean square; none: PyTorch's default for the type. */
    static final Setting<OptionalDouble> RMS_EPS =
            new Setting<>("eps", "1e-6", "a finite number of at least 0, or none", Setting::atLeastZeroOrNone);
    /** Into how many groups the channels are cut. */
    static final Setting<Integer> GROUPS =
            new Setting<>("groups", null, "a whole number of at least 1", Setting::positive);
    /** How many trailing dimensions are normalized together. */
    static final Setting<Integer> NORMALIZED_DIMS =
            new Setting<>("normalized-dims", "1", "a whole number of at least 1", Setting::positive);
    /** How much a batch moves the running statistics. */
    static final Setting<Momentum> MOMENTUM =
            new Setting<>("momentum", "0.1", "a number from 0 to 1 (PyTorch's sense), or none", Setting::momentum);
    /** Whether the batch's own statistics are used. */
    static final Setting<Boolean> TRAINING = choice("training", "true", Map.of("true", true, "false", false));
    /** Whether the instances' own statistics are used. */
    static final Setting<Boolean> USE_INPUT_STATS =
            choice("use-input-stats", "true", Map.of("true", true, "false", false));
    /** Where the channels are. */
    static final Setting<ChannelLayout> LAYOUT = choice(
            "layout",
            "channels-first",
            Map.of("channels-first", ChannelLayout.CHANNELS_FIRST, "channels-last", ChannelLayout.CHANNELS_LAST));
    /** What is applied last. */
    static final Setting<Activation> ACTIVATION =
            choice("activation", "none", Map.of("none", Activation.NONE, "relu", Activation.RELU));
    /** Which variance enters the running variance. */
    static final Setting<RunningVariance> RUNNING_VAR = choice(
            "running-var", "unbiased", Map.of("unbiased", RunningVariance.UNBIASED, "biased", RunningVariance.BIASED));

    /** The dimension whose indices have a norm each; none: the whole tensor has one. */
    static final Setting<OptionalInt> NORM_DIM =
            new Setting<>("dim", "0", "a whole number, negative from the last, or none", Setting::dimOrNone);
    /** The dimension of outputs. */
    static final Setting<Integer> DIM =
            new Setting<>("dim", "0", "a whole number, negative from the last", Setting::whole);
    /** How often the singular vectors are moved. */
    static final Setting<Integer> POWER_ITERATIONS =
            new Setting<>("power-iterations", "1", "a whole number of at least 0", Setting::count);
    /** Which of the singular vectors is moved first. */
    static final Setting<SpectralNormOrder> ORDER = choice(
            "order",
            "parametrization",
            Map.of("parametrization", SpectralNormOrder.PARAMETRIZATION, "legacy", SpectralNormOrder.LEGACY));
    /** The least that a vector is divided by. */
    static final Setting<Double> LEAST_LENGTH =
            new Setting<>("eps", "1e-12", "a finite number of at least 0", Setting::atLeastZero);

    private final String name;
    private final @Nullable String byDefault;
    private final String expected;
    private final Function<String, @Nullable T> parser;

    private Setting(String name, @Nullable String byDefault, String expected, Function<String, @Nullable T> parser) {
        this.name = name;
        this.byDefault = byDefault;
        this.expected = expected;
        this.parser = parser;
    }

    private static <T> Setting<T> choice(String name, String byDefault, Map<String, T> choices) {
        String expected = String.join(" or ", choices.keySet().stream().sorted().toList());
        return new Setting<>(name, byDefault, expected, choices::get);
    }

    /** The key. */
    public String name() {
        return name;
    }

    /**
     * The value that it has when not set.
     *
     * @throws InputException if it must be set
     */
    public T byDefault() {
        if (byDefault == null) {
            throw new InputException("--set " + name + "=VALUE is missing: " + expected);
        }
        return parse(byDefault);
    }

    /**
     * Reads a value.
     *
     * @throws InputException if it is not one; says what would be
     */
    public T parse(String text) {
        T value = parser.apply(text);
        if (value == null) {
            throw new InputException("--set " + name + "=" + text + ": expected " + expected);
        }
        return value;
    }

    /** Key and default: {@code eps (1e-5)}; the key alone where there is no default. */
    @Override
    public String toString() {
        return byDefault == null ? name : name + " (" + byDefault + ")";
    }

    private static @Nullable Double atLeastZero(String text) {
        Double number = number(text);
        return number != null && number >= 0 ? number : null;
    }

    private static @Nullable OptionalDouble atLeastZeroOrNone(String text) {
        if (text.equals("none")) {
            return OptionalDouble.empty();
        }
        Double number = atLeastZero(text);
        return number == null ? null : OptionalDouble.of(number);
    }

    private static @Nullable Integer positive(String text) {
        return text.matches("0*[1-9]\\d{0,8}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable Integer count(String text) {
        return text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable Integer whole(String text) {
        return text.matches("-?\\d{1,9}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable OptionalInt dimOrNone(String text) {
        if (text.equals("none")) {
            return OptionalInt.empty();
        }
        Integer dim = whole(text);
        return dim == null ? null : OptionalInt.of(dim);
    }

    private static @Nullable Momentum momentum(String text) {
        if (text.equals("none")) {
            return Momentum.cumulative();
        }
        Double number = number(text);
        return number != null && number >= 0 && number <= 1 ? Momentum.ofNewBatch(number) : null;
    }

    /** A finite decimal number; not what only Java would take for one, such as {@code 1f}. */
    private static @Nullable Double number(String text) {
        try {
            double value = new BigDecimal(text).doubleValue();
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
