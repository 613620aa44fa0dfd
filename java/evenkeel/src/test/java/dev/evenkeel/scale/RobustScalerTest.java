package dev.evenkeel.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RobustScalerTest {
    private static final double[][] X = {{1, -2, 2}, {-2, 1, 3}, {4, 1, -2}};

    /** The example of scikit-learn's reference. */
    @Test
    void scalesAsScikitLearn() {
        RobustScaler scaler = RobustScaler.fit(X);
        assertThat(scaler.center()).containsExactly(1, 1, 2);
        assertThat(scaler.scale()).containsExactly(3, 1.5, 2.5);
        assertThat(scaler.transform(X)).isDeepEqualTo(new double[][] {{0, -2, 0}, {-1, 0, 0.4}, {1, 0, -1.6}});
    }

    @Test
    void interpolatesBetweenValues() {
        double[][] rows = {{10}, {0}, {Double.NaN}, {1}, {4}};
        RobustScaler scaler = RobustScaler.builder().quantileRange(10, 90).fit(rows);
        assertThat(scaler.center()).containsExactly(2.5);
        // positions 0.3 and 2.7 among 0, 1, 4, 10
        assertThat(scaler.scale()).containsExactly(new double[] {8.2 - 0.3}, within(1e-14));
        assertThat(RobustScaler.builder().quantileRange(0, 100).fit(rows).scale())
                .containsExactly(10);
    }

    @Test
    void leavesOutWhatItIsToldTo() {
        double[][] row = {{4, 4, 4}};
        RobustScaler centred = RobustScaler.builder().withScaling(false).fit(X);
        RobustScaler scaled = RobustScaler.builder().withCentering(false).fit(X);
        assertThat(centred.transform(row)[0]).containsExactly(3, 3, 2);
        assertThat(scaled.transform(row)[0]).containsExactly(4 / 3.0, 4 / 1.5, 1.6);
        assertThat(scaled.inverseTransform(scaled.transform(row))[0]).containsExactly(4, 4, 4);
    }

    @Test
    void oneExtremeValueChangesNothing() {
        double[][] rows = {{1}, {2}, {3}, {4}, {5}};
        double[][] extreme = {{1}, {2}, {3}, {4}, {1e9}};
        assertThat(RobustScaler.fit(extreme).transform(rows))
                .isDeepEqualTo(RobustScaler.fit(rows).transform(rows));
    }

    @Test
    void refusesARangeThatIsNone() {
        assertThatThrownBy(() -> RobustScaler.builder().quantileRange(75, 25)).hasMessageContaining("(75.0, 25.0)");
        assertThatThrownBy(() -> RobustScaler.builder().quantileRange(-1, 25))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
