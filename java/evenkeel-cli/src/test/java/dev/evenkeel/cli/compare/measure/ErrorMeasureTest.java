package dev.evenkeel.cli.compare.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMeasureTest {
    private static OutputError measure(DType type, double got, double reference) {
        double[] gots = {got, 1, 1, 1};
        double[] references = {reference, 1, 1, 1};
        return ErrorMeasure.of("y", type, gots, references, 2, 1);
    }

    @Test
    void addsUpErrors() {
        OutputError error = ErrorMeasure.of("y", DType.F32, new double[] {1, 2.5}, new double[] {1.5, 2}, 5, 1);
        assertThat(error.maxAbs()).isEqualTo(0.5);
        assertThat(error.relativeL2()).isCloseTo(Math.sqrt(0.5) / 5, within(1e-15));
        assertThat(error.worstElement()).isCloseTo(0.5 / (1.5 + 5 / Math.sqrt(2)), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 1.0, 0x1p-23", "F32, 1.5, 0x1p-23", "F32, 2.0, 0x1p-22", "F32, 0.75, 0x1p-24", "F32, -3, 0x1p-22",
        "F16, 1.0, 0x1p-10", "BF16, 1.0, 0x1p-7", "F64, 1.0, 0x1p-52", "F16, 1e-6, 0x1p-24", "F32, 0, 0x1p-149"
    })
    void countsUlpsOfTheReference(DType type, double reference, double ulp) {
        assertThat(measure(type, reference + 3 * ulp, reference).worstUlp()).isCloseTo(3, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void failsWhatIsNotFinite(double got) {
        OutputError error = measure(DType.F32, got, 1);
        assertThat(error.passes()).isFalse();
        assertThat(error.use()).isInfinite();
        assertThat(error.complaint()).isEqualTo("y has 1 NaN or infinite values");
    }

    @Test
    void passesWhatIsExactAndFailsWhatIsNot() {
        assertThat(measure(DType.F32, 1, 1).passes()).isTrue();
        assertThat(measure(DType.F32, 1 + 1e-7, 1).passes()).isTrue();
        OutputError off = measure(DType.F32, 1 + 1e-5, 1);
        assertThat(off.passes()).isFalse();
        assertThat(off.complaint()).isEqualTo("y: relative L2 error 5.0e-06, allowed 1.0e-06");
    }

    @Test
    void findsOneBadElementAmongMany() {
        double[] reference = new double[1_000_000];
        Arrays.fill(reference, 1);
        double[] got = reference.clone();
        got[77] = 1.5;
        OutputError error = ErrorMeasure.of("y", DType.BF16, got, reference, 1000, 1);
        assertThat(error.relativeL2()).isLessThan(error.tolerance().relativeL2());
        assertThat(error.passes()).isFalse();
        assertThat(error.complaint()).startsWith("y: error of one element 2.5e-01");
    }

    @Test
    void allowsTheSpacingOfSubnormals() {
        double[] reference = {1e-8, 2e-8};
        OutputError error = ErrorMeasure.of("y", DType.F16, new double[] {0, 0}, reference, 1, 1);
        assertThat(error.worstElement()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"F32, 1, 1e-6", "F32, 1000, 1e-4", "F64, 1, 1e-12", "F16, 1, 0x1p-11", "BF16, 5000, 0x1p-8"})
    void allowsMoreWhereTheMeanIsFarAway(DType type, double meanOverStd, double relativeL2) {
        assertThat(Tolerance.of(type, meanOverStd).relativeL2()).isCloseTo(relativeL2, within(1e-18));
    }
}
