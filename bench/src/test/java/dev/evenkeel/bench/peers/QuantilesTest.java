package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void liesBetweenSamplesWhereThereIsNone() {
        assertThat(Quantiles.of(new double[] {4, 1, 3, 2})).isEqualTo(new Quantiles(1.3, 2.5, 3.7));
    }

    @Test
    void oneSampleIsAllOfThem() {
        assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7));
    }

    @Test
    void samplesStayAsTheyWere() {
        double[] samples = {3, 1, 2};

        Quantiles.of(samples);

        assertThat(samples).containsExactly(3, 1, 2);
    }
}
