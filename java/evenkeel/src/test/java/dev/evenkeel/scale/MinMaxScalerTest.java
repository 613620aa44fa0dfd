package dev.evenkeel.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MinMaxScalerTest {
    private static final double[][] X = {{-1, 2}, {-0.5, 6}, {0, 10}, {1, 18}};

    /** The examples of scikit-learn's reference and of its user guide. */
    @Test
    void scalesAsScikitLearn() {
        MinMaxScaler scaler = MinMaxScaler.fit(X);
        assertThat(scaler.dataMax()).containsExactly(1, 18);
        assertThat(scaler.dataMin()).containsExactly(-1, 2);
        assertThat(scaler.transform(X)).isDeepEqualTo(new double[][] {{0, 0}, {0.25, 0.25}, {0.5, 0.5}, {1, 1}});
        assertThat(scaler.transform(new double[][] {{2, 2}})[0]).containsExactly(1.5, 0);
        double[][] guide = {{1, -1, 2}, {2, 0, 0}, {0, 1, -1}};
        assertThat(MinMaxScaler.fit(guide).transform(new double[][] {{-3, -1, 4}})[0])
                .containsExactly(new double[] {-1.5, 0, 1.66666667}, within(1e-8));
        assertThat(MinMaxScaler.fit(guide).min()).containsExactly(new double[] {0, 0.5, 0.33333333}, within(1e-8));
    }

    @Test
    void scalesToARangeAndClips() {
        MinMaxScaler.Builder builder = MinMaxScaler.builder().featureRange(-2, 3);
        double[][] rows = {{-1, 18}, {5, -100}, {Double.NaN, 10}};
        assertThat(builder.fit(X).transform(rows)[0]).containsExactly(-2, 3);
        double[][] clipped = builder.clip(true).fit(X).transform(rows);
        assertThat(clipped[1]).containsExactly(3, -2);
        assertThat(clipped[2]).containsExactly(Double.NaN, 0.5);
    }

    @Test
    void partsMergeToTheWhole() {
        MinMaxScaler.Fitter first = MinMaxScaler.builder().fitter(2).add(new double[][] {{Double.NaN, 18}});
        MinMaxScaler.Fitter second = MinMaxScaler.builder().fitter(2).add(new double[][] {{-1, 2}, {1, 3}});
        MinMaxScaler merged =
                first.merge(second).merge(MinMaxScaler.builder().fitter(2)).fit();
        assertThat(merged.transform(X)).isDeepEqualTo(MinMaxScaler.fit(X).transform(X));
        assertThatThrownBy(() -> first.merge(MinMaxScaler.builder().fitter(3)))
                .hasMessageContaining("expected 2 features to merge, got 3");
    }

    @Test
    void refusesARangeThatIsNone() {
        assertThatThrownBy(() -> MinMaxScaler.builder().featureRange(1, 1)).hasMessageContaining("got (1.0, 1.0)");
        assertThatThrownBy(() -> MinMaxScaler.builder().featureRange(0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
