package dev.evenkeel.internal.cpu.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Special functions against numbers of 40 digits, computed with mpmath 1.3, and against the slower ones of Java. */
class SpecialFunctionsTest {
    @ParameterizedTest
    @CsvSource({
        "-30, 2.0",
        "-6, 2.0",
        "-3.5, 1.9999992569016276",
        "-1, 1.8427007929497148",
        "-0.46875, 1.492613473217938",
        "-1e-9, 1.0000000011283792",
        "0, 1.0",
        "1e-20, 1.0",
        "0.1, 0.887537083981715",
        "0.46875, 0.507386526782062",
        "0.46876, 0.5073774688931535",
        "0.5, 0.4795001221869535",
        "0.84375, 0.23277433876765838",
        "1, 0.15729920705028513",
        "1.25, 0.07709987174354177",
        "2, 0.004677734981047266",
        "3.999, 1.554474949099499e-08",
        "4, 1.541725790028002e-08",
        "4.001, 1.5290782173248732e-08",
        "6, 2.1519736712498913e-17",
        "10, 2.088487583762545e-45",
        "20, 5.395865611607901e-176",
        "26.5, 2.2109076642637343e-307",
        "28, 0",
        "Infinity, 0",
        "-Infinity, 2",
        "NaN, NaN",
    })
    void complementaryErrorFunction(double x, double expected) {
        if (Double.isNaN(x)) {
            assertThat(SpecialFunctions.erfc(x)).isNaN();
        } else {
            assertThat(SpecialFunctions.erfc(x)).isCloseTo(expected, Offset.offset(1e-15 * expected));
        }
    }

    @Test
    void hyperbolicTangent() {
        for (double x = -25; x <= 25; x += 1.0 / 1024) {
            double expected = StrictMath.tanh(x);
            assertThat(SpecialFunctions.tanh(x)).isCloseTo(expected, Offset.offset(8e-16 * Math.abs(expected)));
        }
        for (double x : new double[] {0, -0.0, 1e-300, -1e-9, 1e4, Double.NEGATIVE_INFINITY, Double.NaN}) {
            assertThat(Double.compare(SpecialFunctions.tanh(x), StrictMath.tanh(x)))
                    .as("tanh %s", x)
                    .isZero();
        }
    }
}
