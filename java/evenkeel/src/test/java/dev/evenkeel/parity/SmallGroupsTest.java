package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.BatchNormBackwardCall;
import dev.evenkeel.norms.BatchNormCall;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * dx of few elements is what little is left of dy after its mean and its part along x̂ are taken off it: of two
 * elements nothing but what eps makes. Float arithmetic leaves noise there.
 */
class SmallGroupsTest {
    private static final int GROUPS = 300;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 15, 16, 17, 18, 33})
    void dx(int n) {
        double[] x = new Randoms(n).normal(DType.F32, GROUPS * n, 2, 3);
        double[] dy = new Randoms(n + 1).normal(DType.F32, GROUPS * n, 0, 1);
        assertThat(Closeness.relativeL2(
                        layerNorm(x, dy, n, DType.F32, Device.CPU), layerNorm(x, dy, n, DType.F64, Device.SCALAR)))
                .as("layer norm")
                .isLessThan(1e-6);
        for (Shape shape : new Shape[] {Shape.of(n, GROUPS), Shape.of(1, GROUPS, n)}) {
            assertThat(Closeness.relativeL2(
                            batchNorm(x, dy, shape, DType.F32, Device.CPU),
                            batchNorm(x, dy, shape, DType.F64, Device.SCALAR)))
                    .as("batch norm of %s", shape)
                    .isLessThan(1e-6);
        }
    }

    private static double[] layerNorm(double[] x, double[] dy, int n, DType dtype, Device device) {
        Shape shape = Shape.of(GROUPS, n);
        return Norms.layerNormBackward(LayerNormBackwardCall.of(
                        LayerNormCall.of(Tensor.copyOf(x, shape, dtype, device), Shape.of(n)),
                        Tensor.copyOf(dy, shape, dtype, device)))
                .dx()
                .toDoubleArray();
    }

    private static double[] batchNorm(double[] x, double[] dy, Shape shape, DType dtype, Device device) {
        return Norms.batchNormBackward(BatchNormBackwardCall.training(
                        BatchNormCall.of(Tensor.copyOf(x, shape, dtype, device)),
                        Tensor.copyOf(dy, shape, dtype, device)))
                .dx()
                .toDoubleArray();
    }
}
