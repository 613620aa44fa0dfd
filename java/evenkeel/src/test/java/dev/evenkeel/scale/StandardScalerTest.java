package dev.evenkeel.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardScalerTest {
    private static final double[][] X = {{1, -1, 2}, {2, 0, 0}, {0, 1, -1}};

    /** The example of scikit-learn's user guide on preprocessing. */
    @Test
    void scalesAsInTheUserGuideOfScikitLearn() {
        StandardScaler scaler = StandardScaler.fit(X);
        assertThat(scaler.mean()).containsExactly(new double[] {1, 0, 0.33333333}, within(1e-8));
        assertThat(scaler.scale()).containsExactly(new double[] {0.81649658, 0.81649658, 1.24721913}, within(1e-8));
        double[][] scaled = scaler.transform(X);
        assertThat(scaled[0]).containsExactly(new double[] {0, -1.22474487, 1.33630621}, within(1e-8));
        assertThat(scaled[1]).containsExactly(new double[] {1.22474487, 0, -0.26726124}, within(1e-8));
        assertThat(scaled[2]).containsExactly(new double[] {-1.22474487, 1.22474487, -1.06904497}, within(1e-8));
        assertThat(scaler.samplesSeen()).containsExactly(3, 3, 3);
    }

    /** The example of scikit-learn's reference. */
    @Test
    void scalesAsInTheReferenceOfScikitLearn() {
        StandardScaler scaler = StandardScaler.fit(new double[][] {{0, 0}, {0, 0}, {1, 1}, {1, 1}});
        assertThat(scaler.mean()).containsExactly(0.5, 0.5);
        assertThat(scaler.variance()).containsExactly(0.25, 0.25);
        assertThat(scaler.transform(new double[][] {{2, 2}})[0]).containsExactly(3, 3);
    }

    @Test
    void leavesOutWhatItIsToldTo() {
        double[][] row = {{4, 4, 4}};
        assertThat(StandardScaler.builder().withMean(false).fit(X).transform(row)[0][0])
                .isCloseTo(4 / 0.81649658, within(1e-7));
        assertThat(StandardScaler.builder().withStd(false).fit(X).transform(row)[0])
                .containsExactly(3, 4, 4 - 1 / 3.0);
    }

    /** Parts are those of all rows, however they are cut, also far from zero and where a part has seen nothing. */
    @Test
    void partsMergeToTheWhole() {
        double[] x = new Randoms(5).normal(1000, 1e7, 1);
        x[3] = Double.NaN;
        Arrays.fill(x, 500, 510, Double.NaN);
        double[][] rows = IntStream.range(0, x.length)
                .mapToObj(i -> new double[] {x[i], i})
                .toArray(double[][]::new);
        StandardScaler whole = StandardScaler.fit(rows);
        double mean = Arrays.stream(x).filter(Double::isFinite).average().orElseThrow();
        double variance = Arrays.stream(x)
                .filter(Double::isFinite)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(whole.variance()[0]).isCloseTo(variance, within(1e-12));
        assertThat(whole.samplesSeen()).containsExactly(989, 1000);
        StandardScaler.Fitter first = StandardScaler.builder().fitter(2);
        StandardScaler.Fitter second = StandardScaler.builder().fitter(2);
        first.add(Arrays.copyOfRange(rows, 0, 100)).add(Arrays.copyOfRange(rows, 100, 101));
        second.add(Arrays.copyOfRange(rows, 101, 500)).add(new double[0][]);
        second.merge(StandardScaler.builder()
                .fitter(2)
                .add(Arrays.copyOfRange(rows, 500, 510))
                .add(Arrays.copyOfRange(rows, 510, 1000)));
        StandardScaler merged = first.merge(second).fit();
        assertThat(merged.samplesSeen()).containsExactly(whole.samplesSeen());
        assertThat(merged.mean()).containsExactly(whole.mean(), within(1e-8));
        assertThat(merged.variance()[0]).isCloseTo(variance, within(1e-8));
        assertThat(merged.variance()[1]).isCloseTo((1e6 - 1) / 12, within(1e-8));
    }

    @Test
    void aRefusedPartChangesNothing() {
        StandardScaler.Fitter fitter = StandardScaler.builder().fitter(3).add(X);
        assertThatThrownBy(() -> fitter.add(new double[][] {{1, 2, 3}, {1, 2}}))
                .hasMessageContaining("expected 3 features, got 2 in row 1");
        assertThatThrownBy(() -> fitter.merge(StandardScaler.builder().fitter(2)))
                .hasMessageContaining("expected 3 features to merge, got 2");
        assertThat(fitter.fit().mean()).containsExactly(StandardScaler.fit(X).mean());
    }

    /** What was fitted stays as it is when the fitter goes on. */
    @Test
    void aFittedScalerNeverChanges() {
        StandardScaler.Builder builder = StandardScaler.builder();
        StandardScaler.Fitter fitter = builder.fitter(3).add(X);
        StandardScaler scaler = fitter.fit();
        builder.withMean(false);
        fitter.add(new double[][] {{100, 100, 100}});
        scaler.mean()[0] = 7;
        assertThat(scaler.transform(X)).isDeepEqualTo(StandardScaler.fit(X).transform(X));
    }
}
