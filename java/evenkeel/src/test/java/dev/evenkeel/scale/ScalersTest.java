package dev.evenkeel.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What holds for every scaler. */
class ScalersTest {
    private static final List<Function<double[][], Scaler>> FITS =
            List.of(StandardScaler::fit, MinMaxScaler::fit, RobustScaler::fit);

    private static double[][] random(long seed, int rows, double... scales) {
        double[][] random = new double[rows][];
        Randoms randoms = new Randoms(seed);
        for (int r = 0; r < rows; r++) {
            random[r] = randoms.normal(scales.length, 3, 1);
            for (int c = 0; c < scales.length; c++) {
                random[r][c] *= scales[c];
            }
        }
        return random;
    }

    @Test
    void theInverseGivesBackWhatWasTransformed() {
        double[][] rows = random(1, 50, 1e-6, 1, 1e9);
        for (Function<double[][], Scaler> fit : FITS) {
            Scaler scaler = fit.apply(rows);
            double[][] back = scaler.inverseTransform(scaler.transform(rows));
            for (int r = 0; r < rows.length; r++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(back[r][c]).isCloseTo(rows[r][c], within(1e-12 * Math.abs(rows[r][c]) + 1e-18));
                }
            }
        }
    }

    @Test
    void nanIsIgnoredInFittingAndKept() {
        double[][] rows = {{1, Double.NaN, 4}, {Double.NaN, Double.NaN, 5}, {3, Double.NaN, 9}, {8, Double.NaN, 7}};
        double[][] without = {{1, 4}, {3, 9}, {8, 7}};
        for (Function<double[][], Scaler> fit : FITS) {
            Scaler scaler = fit.apply(rows);
            double[][] scaled = scaler.transform(rows);
            assertThat(scaled[1][0]).isNaN();
            assertThat(scaled[3][0]).isCloseTo(fit.apply(without).transform(without)[2][0], within(1e-15));
            assertThat(scaled[0][1]).isNaN();
            assertThat(scaler.transform(new double[][] {{1, 2, 3}})[0][1]).isNaN();
        }
    }

    @Test
    void aFeatureThatDoesNotVaryIsDividedByOne() {
        for (double constant : new double[] {0, 0.1, 1e-20, -7, 1e10, 0.7}) {
            double[][] rows = new double[97][1];
            for (double[] row : rows) {
                row[0] = constant;
            }
            for (Function<double[][], Scaler> fit : FITS) {
                Scaler scaler = fit.apply(rows);
                assertThat(scaler.transform(rows)[5][0]).isCloseTo(0, within(97 * Math.ulp(constant)));
                double[][] moved = {{constant + 2}};
                assertThat(scaler.transform(moved)[0][0]).isCloseTo(2, within(97 * Math.ulp(constant) + 1e-12));
            }
        }
    }

    @Test
    void rowsAreLeftAsTheyAre() {
        double[][] rows = {{1, 2}, {3, 5}};
        for (Function<double[][], Scaler> fit : FITS) {
            Scaler scaler = fit.apply(rows);
            scaler.inverseTransform(scaler.transform(rows));
            assertThat(rows).isDeepEqualTo(new double[][] {{1, 2}, {3, 5}});
            assertThat(scaler.transform(new double[0][])).isEmpty();
        }
    }

    @Test
    void refusesWhatItCannotScale() {
        double[][] rows = {{1, 2}, {3, 5}};
        for (Function<double[][], Scaler> fit : FITS) {
            refused(() -> fit.apply(new double[0][]), "expected at least one row");
            refused(() -> fit.apply(new double[][] {{}}), "expected at least one row");
            refused(() -> fit.apply(new double[][] {{1, 2}, {3}}), "expected 2 features, got 1 in row 1");
            refused(() -> fit.apply(new double[][] {{1, 2}, {3, -1.0 / 0}}), "got -Infinity as feature 1 of row 1");
            Scaler scaler = fit.apply(rows);
            refused(() -> scaler.transform(new double[][] {{1, 2, 3}}), "expected 2 features, got 3 in row 0");
            refused(() -> scaler.transform(new double[][] {{1, 1.0 / 0}}), "got Infinity as feature 1 of row 0");
            refused(() -> scaler.inverseTransform(new double[][] {{1}}), "expected 2 features, got 1");
        }
    }

    private static void refused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
