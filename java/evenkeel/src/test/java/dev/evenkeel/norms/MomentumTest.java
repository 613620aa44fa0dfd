package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentumTest {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

    @Test
    void frameworksMeanOppositeThings() {
        assertThat(Momentum.ofNewBatch(0.1).newBatchWeight(5)).isEqualTo(0.1);
        assertThat(Momentum.ofOldValue(0.9).newBatchWeight(5)).isCloseTo(0.1, ROUNDING);
        assertThat(BatchNormConvention.KERAS.momentum().newBatchWeight(1)).isCloseTo(0.01, ROUNDING);
        assertThat(BatchNormConvention.TORCH.momentum()).hasToString("momentum=0.1");
    }

    @Test
    void cumulativeIsThePlainMean() {
        double running = Double.NaN;
        for (int batch = 1; batch <= 4; batch++) {
            double weight = Momentum.cumulative().newBatchWeight(batch);
            running = weight == 1 ? batch : (1 - weight) * running + weight * batch;
        }
        assertThat(running).isCloseTo(2.5, ROUNDING);
        assertThat(Momentum.cumulative()).hasToString("momentum=None");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.5, Double.NaN})
    void outsideTheUnitInterval(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Momentum.ofNewBatch(weight))
                .withMessage("momentum must be between 0 and 1, not " + weight);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Momentum.ofOldValue(weight))
                .withMessage("momentum must be between 0 and 1, not " + weight);
    }

    @Test
    void correction() {
        assertThat(RunningVariance.BIASED.correction(4)).isEqualTo(1);
        assertThat(RunningVariance.UNBIASED.correction(4)).isCloseTo(4 / 3.0, ROUNDING);
    }

    /** x = 1, 2, 3, 4: variance 1.25 divided by n, 1.6667 by n − 1. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "cpu"})
    void conventionsDifferInTheRunningVariance(String device) {
        assertThat(runningVar(device, RunningVariance.BIASED)).isCloseTo(1.25, ROUNDING);
        assertThat(runningVar(device, RunningVariance.UNBIASED)).isCloseTo(5 / 3.0, ROUNDING);
    }

    private static double runningVar(String name, RunningVariance convention) {
        Device device = Device.parse(name);
        Tensor x = Tensor.copyOf(new double[] {1, 2, 3, 4}, Shape.of(4, 1), DType.F64, device);
        Tensor mean = Tensor.zeros(Shape.of(1), DType.F64, device);
        Tensor variance = Tensor.zeros(Shape.of(1), DType.F64, device);
        Norms.batchNorm(BatchNormCall.of(x), new RunningUpdate(mean, variance, 1, convention));
        assertThat(mean.toDoubleArray()).containsExactly(2.5);
        return variance.toDoubleArray()[0];
    }
}
