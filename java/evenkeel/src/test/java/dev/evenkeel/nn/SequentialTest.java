package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormResult;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain of layers is what its layers are one after the other, in each mode. */
class SequentialTest {
    private static final Shape SHAPE = Shape.of(5, 3);
    private static final double[] X = {1, 2, 3, 4, 6, 5, 7, 9, 8, -3, 0, 2, 1, -1, 4};
    private static final double[] DY = {1, -2, 0.5, 3, 1, 1, 0, 2, -1, 0.25, 1, -1, 2, 0, 1};

    private final BatchNorm batch = BatchNorm.builder(3).dtype(DType.F64).build(Device.CPU);
    private final LayerNorm layer = LayerNorm.builder(3).dtype(DType.F64).build(Device.CPU);
    private final Sequential net = Sequential.of(batch, layer);

    private static Tensor tensor(double... values) {
        return Tensor.copyOf(values, SHAPE, DType.F64, Device.CPU);
    }

    @Test
    void infersAsItsLayersDo() {
        Tensor x = tensor(X);
        Tensor y = net.forward(x);
        assertThat(y.toDoubleArray())
                .containsExactly(layer.forward(batch.forward(x)).toDoubleArray());
        assertThat(x.isClosed()).isFalse();
    }

    @Test
    void goesForwardAndBackAsItsLayersDo() {
        Tensor x = tensor(X);
        Tensor dy = tensor(DY);
        BatchNormResult first = batch.forwardTraining(x);
        try (Forward second = layer.forward(first.y(), Mode.TRAINING);
                Tensor between = second.backward(dy);
                Tensor expected = batch.backward(x, first, between)) {
            double[] weightGrad = layer.weight().grad().toDoubleArray();
            net.zeroGrad();
            Forward pass = net.forward(x, Mode.TRAINING);
            assertThat(pass.output().toDoubleArray())
                    .containsExactly(second.output().toDoubleArray());
            assertThat(pass.backward(dy).toDoubleArray()).containsExactly(expected.toDoubleArray());
            assertThat(layer.weight().grad().toDoubleArray()).containsExactly(weightGrad);
            assertThat(batch.runningStats().numBatchesTracked()).isEqualTo(2);
            pass.close();
            assertThat(pass.output().isClosed()).isTrue();
        }
        assertThat(dy.isClosed()).isFalse();
    }

    @Test
    void frozenLeavesStatisticsAndParametersOfBatchNormAlone() {
        batch.runningStats().load(vector(1, 2, 3), vector(4, 9, 16), 7);
        Tensor x = tensor(X);
        try (Forward pass = net.forward(x, Mode.FROZEN);
                Tensor inference = net.forward(x)) {
            assertThat(pass.output().toDoubleArray()).containsExactly(inference.toDoubleArray());
            pass.backward(tensor(DY)).close();
        }
        assertThat(batch.runningStats().numBatchesTracked()).isEqualTo(7);
        assertThat(batch.runningStats().mean().toDoubleArray()).containsExactly(1, 2, 3);
        assertThat(batch.weight().grad().toDoubleArray()).containsOnly(0);
        assertThat(layer.bias().grad().toDoubleArray()).doesNotContain(0);
    }

    @Test
    void evaluationHasTheGradientsOfInference() {
        batch.runningStats().load(vector(1, 2, 3), vector(4, 9, 16), 7);
        Tensor x = tensor(X);
        Tensor dy = tensor(DY);
        try (Forward pass = batch.forward(x, Mode.EVALUATION);
                Tensor dx = pass.backward(dy)) {
            double[] weightGrad = batch.weight().grad().toDoubleArray();
            batch.zeroGrad();
            assertThat(dx.toDoubleArray())
                    .containsExactly(batch.backwardInference(x, dy).toDoubleArray());
            assertThat(batch.weight().grad().toDoubleArray()).containsExactly(weightGrad);
        }
    }

    private static Tensor vector(double... values) {
        return Tensor.copyOf(values, Shape.of(values.length), DType.F64, Device.CPU);
    }

    @Test
    void closesWhatItMadeWhenALayerFails() {
        Sequential wrong = Sequential.of(
                BatchNorm.builder(3).dtype(DType.F64).build(Device.CPU),
                LayerNorm.builder(4).dtype(DType.F64).build(Device.CPU));
        assertThatThrownBy(() -> wrong.forward(tensor(X), Mode.TRAINING)).hasMessageContaining("4");
        assertThatThrownBy(() -> wrong.forward(tensor(X))).hasMessageContaining("4");
    }

    @Test
    void ownsItsLayers() {
        net.close();
        assertThat(batch.weight().value().isClosed()).isTrue();
        assertThat(layer.bias().value().isClosed()).isTrue();
    }

    @Test
    void listsParametersAndPrintsAsPyTorchDoes() {
        assertThat(net.parameters().stream().map(Parameter::name)).containsExactly("weight", "bias", "weight", "bias");
        assertThat(net.toString())
                .startsWith("Sequential(\n  (0): BatchNorm(3, ")
                .endsWith("\n)")
                .contains("\n  (1): LayerNorm(");
        assertThatThrownBy(() -> Sequential.of(List.of())).hasMessage("a sequential needs at least one layer");
    }
}
