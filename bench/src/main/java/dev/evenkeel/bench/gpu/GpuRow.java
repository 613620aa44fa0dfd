package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.evenkeel.bench.Case;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of results.
 *
 * @param kind {@code device}: time on the device; {@code host}: the host's time of a call that the device does later;
 *     {@code first-call}: a process's first call up to its result, with all that is loaded and compiled
 * @param op the operation's label
 * @param dtype type of x
 * @param shape shape of x, channels second, as in {@code 4096x768}
 * @param provider {@code evenkeel}, {@code copy} (the driver's), {@code copy-torch}, {@code copy-triton},
 *     {@code torch}, {@code torch-compile}, {@code triton}, {@code torch-cudnn}
 * @param cache {@code cold} or {@code warm}; empty for other kinds
 * @param medianMicros microseconds of one call
 * @param p10Micros a tenth of the samples was faster than this
 * @param p90Micros a tenth of the samples was slower than this
 * @param samples how many samples there were
 * @param bytes the fewest bytes that the operation can move; 0 for other kinds
 * @param gigabytesPerSecond those bytes over the median; null for other kinds
 * @param ofCopy the median of the fastest copy of as many bytes in the same contest, over this median
 * @param error a peer's largest relative error against float64; null for ours, which a check would have stopped
 * @param firstMicros a peer's first call of this case in its process
 */
@JsonPropertyOrder({"kind", "op", "dtype", "shape", "provider", "cache"})
record GpuRow(
        String kind,
        String op,
        String dtype,
        String shape,
        String provider,
        String cache,
        double medianMicros,
        double p10Micros,
        double p90Micros,
        int samples,
        long bytes,
        @Nullable Double gigabytesPerSecond,
        @Nullable Double ofCopy,
        @Nullable Double error,
        @Nullable Double firstMicros) {
    static final String DEVICE = "device";
    static final String HOST = "host";
    static final String FIRST_CALL = "first-call";

    /** The heads of {@link #csv}. */
    static final String CSV_HEADS = "kind,op,dtype,shape,provider,cache,median_us,p10_us,p90_us,samples,bytes,gb_per_s,"
            + "of_copy,error,first_us";

    static GpuRow onDevice(
            Case what,
            String provider,
            Cache cache,
            List<Double> micros,
            double copyMicros,
            @Nullable Double error,
            @Nullable Double firstMicros) {
        double median = median(micros);
        return new GpuRow(
                DEVICE,
                what.operation().label(),
                what.dtype().label(),
                Case.text(what.shape()),
                provider,
                cache.label(),
                rounded(median),
                rounded(at(micros, 0.1)),
                rounded(at(micros, 0.9)),
                micros.size(),
                what.bytes(),
                rounded(what.bytes() / median * 1e-3),
                Double.isNaN(copyMicros) ? null : (Double) rounded(copyMicros / median),
                error,
                firstMicros == null ? null : (Double) rounded(firstMicros));
    }

    /** Of a kind that moves no bytes to speak of. */
    static GpuRow ofCall(String kind, Case what, List<Double> micros) {
        return new GpuRow(
                kind,
                what.operation().label(),
                what.dtype().label(),
                Case.text(what.shape()),
                "evenkeel",
                "",
                rounded(median(micros)),
                rounded(at(micros, 0.1)),
                rounded(at(micros, 0.9)),
                micros.size(),
                0,
                null,
                null,
                null,
                null);
    }

    /** Whether two rows are of the same thing. */
    boolean replaces(GpuRow other) {
        return key().equals(other.key());
    }

    /** The case, without who did it. */
    String caseKey() {
        return op + " " + dtype + " " + shape;
    }

    private String key() {
        return kind + " " + caseKey() + " " + provider + " " + cache;
    }

    /** One line of a table of values separated by commas. */
    String csv() {
        return String.join(
                ",",
                kind,
                op,
                dtype,
                shape,
                provider,
                cache,
                text(medianMicros),
                text(p10Micros),
                text(p90Micros),
                text(samples),
                text(bytes),
                text(gigabytesPerSecond),
                text(ofCopy),
                text(error),
                text(firstMicros));
    }

    /** For a terminal. */
    String line() {
        String speed = gigabytesPerSecond == null ? "" : String.format(Locale.ROOT, "%8.1f GB/s", gigabytesPerSecond);
        String share = ofCopy == null ? "" : String.format(Locale.ROOT, "%5.0f %% of the copy", 100 * ofCopy);
        return String.format(
                Locale.ROOT,
                "%-10s %-24s %-4s %-16s %-13s %-4s %10.2f µs %s %s",
                kind,
                op,
                dtype,
                shape,
                provider,
                cache,
                medianMicros,
                speed,
                share);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double at(List<Double> values, double share) {
        return values.stream().sorted().toList().get((int) (share * (values.size() - 1) + 0.5));
    }

    /** Three decimals: the clock has no more. */
    private static double rounded(double value) {
        return Math.rint(value * 1e3) / 1e3;
    }
}
