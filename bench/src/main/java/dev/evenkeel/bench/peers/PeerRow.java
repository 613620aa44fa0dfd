package dev.evenkeel.bench.peers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One candidate's time of one problem.
 *
 * @param op the name that {@code evenkeel apply} has for it
 * @param shape of x in memory, as in {@code 4096x768}; followed by {@code channels-last} where they are
 * @param candidate {@code evenkeel}, {@code evenkeel-scalar}, {@code libtorch}, {@code onednn}, {@code onnxruntime},
 *     {@code djl}, {@code dl4j} or {@code copy}
 * @param medianMicros microseconds of one call; null if the result was wrong, which is then not timed
 * @param p10Micros a tenth of the rounds was faster than this
 * @param p90Micros a tenth of the rounds was slower than this
 * @param relativeL2 largest relative error of an output against float64; null if it is not finite, or of the copy
 * @param jdk version of the JVM
 * @param threads how many each candidate may use
 * @param pages {@code huge} where memory lay in huge pages; else null, and left out
 */
@JsonPropertyOrder({"op", "shape", "candidate", "medianMicros", "p10Micros", "p90Micros", "relativeL2", "jdk"})
record PeerRow(
        String op,
        String shape,
        String candidate,
        @Nullable Double medianMicros,
        @Nullable Double p10Micros,
        @Nullable Double p90Micros,
        @Nullable Double relativeL2,
        String jdk,
        int threads,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pages) {
    /** Of {@link #pages}. */
    static final String HUGE = "huge";

    /** The problem, as text. */
    @JsonIgnore
    String problem() {
        return op + " " + shape;
    }

    /** Whether the result was right, and timed. */
    @JsonIgnore
    boolean timed() {
        return medianMicros != null;
    }
}
