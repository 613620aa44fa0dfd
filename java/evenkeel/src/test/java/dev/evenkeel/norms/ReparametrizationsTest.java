package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weight and spectral norm: slopes by central differences in float64, what holds of any numbers, and odd inputs. */
class ReparametrizationsTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }
    }

    abstract static class Cases extends OnDevices {
        private static final double STEP = 1e-5;
        private static final Shape SHAPE = Shape.of(3, 4, 2);
        private static final double[] WEIGHT = new Randoms(1).normal(24, 0.2, 1);
        private static final double[] DW = new Randoms(2).normal(24, 0, 1);
        private static final double[] G = new Randoms(3).normal(4, 1, 1);
        private static final double[] U = new Randoms(4).normal(4, 0.5, 0.3);
        private static final double[] V = new Randoms(5).normal(6, 0.4, 0.3);

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Device> each() {
            return devices().stream();
        }

        @ParameterizedTest
        @MethodSource("each")
        void gradientsOfWeightNormAreSlopes(Device device) {
            try (WeightNormGradients gradients = Reparametrizations.weightNormBackward(
                    WeightNormBackwardCall.of(weightNorm(WEIGHT, G, device), tensor(DW, SHAPE, device)))) {
                double[] dv = Checks.present(gradients.dv(), "dv").toDoubleArray();
                Closeness.assertClose(
                        "dv",
                        dv,
                        slopes(WEIGHT, a -> loss(Reparametrizations.weightNorm(weightNorm(a, G, device)))),
                        1e-8);
                Closeness.assertClose(
                        "dg",
                        Checks.present(gradients.dg(), "dg").toDoubleArray(),
                        slopes(G, a -> loss(Reparametrizations.weightNorm(weightNorm(WEIGHT, a, device)))),
                        1e-8);
                assertThat(dot(dv, WEIGHT)).isCloseTo(0, Offset.offset(1e-13));
            }
        }

        /** The slopes are those with u and v held fixed. */
        @ParameterizedTest
        @MethodSource("each")
        void gradientOfSpectralNormIsASlope(Device device) {
            SpectralNormCall call = spectralNorm(WEIGHT, device);
            try (SpectralNormResult forward = Reparametrizations.spectralNorm(call);
                    SpectralNormGradients gradients = Reparametrizations.spectralNormBackward(
                            SpectralNormBackwardCall.of(call, forward, tensor(DW, SHAPE, device)))) {
                double[] dweight = gradients.dweight().toDoubleArray();
                double[] slopes = slopes(WEIGHT, a -> {
                    return loss(Reparametrizations.spectralNorm(new SpectralNormCall(
                            tensor(a, SHAPE, device), forward.u(), forward.v(), 0, call.order(), 1, 0)));
                });
                Closeness.assertClose("dweight", dweight, slopes, 1e-8);
                assertThat(dot(dweight, WEIGHT)).isCloseTo(0, Offset.offset(1e-13));
            }
        }

        @ParameterizedTest
        @MethodSource("each")
        void theCallsVectorsStayAndIterationsConverge(Device device) {
            SpectralNormCall call = spectralNorm(WEIGHT, device);
            try (SpectralNormResult many = Reparametrizations.spectralNorm(call.withPowerIterations(60));
                    SpectralNormResult other = Reparametrizations.spectralNorm(
                            call.withPowerIterations(60).withOrder(SpectralNormOrder.LEGACY));
                    SpectralNormResult again = Reparametrizations.spectralNorm(
                            new SpectralNormCall(many.output(), many.u(), many.v(), 0, call.order(), 1, 1e-12))) {
                assertThat(Checks.present(call.u(), "u").toDoubleArray()).containsExactly(U);
                assertThat(Checks.present(call.v(), "v").toDoubleArray()).containsExactly(V);
                assertThat(sigma(many)).isCloseTo(sigma(other), Offset.offset(1e-12));
                assertThat(sigma(again)).isCloseTo(1, Offset.offset(1e-12));
            }
        }

        /** A vector is divided by its length, or by eps where that is more. */
        @ParameterizedTest
        @MethodSource("each")
        void vectorsAreDividedByTheirLength(Device device) {
            Shape shape = Shape.of(2);
            SpectralNormCall call = SpectralNormCall.of(tensor(new double[] {0, -4}, shape, device), null, null);
            Tensor dw = tensor(new double[] {1, 8}, shape, device);
            try (SpectralNormResult result = Reparametrizations.spectralNorm(call);
                    SpectralNormGradients gradients =
                            Reparametrizations.spectralNormBackward(SpectralNormBackwardCall.of(call, result, dw))) {
                assertThat(result.output().toDoubleArray()).containsExactly(0, -1);
                assertThat(sigma(result)).isEqualTo(4);
                assertThat(gradients.dweight().toDoubleArray()).containsExactly(0.25, 0);
            }
            SpectralNormCall zero = SpectralNormCall.of(tensor(new double[2], shape, device), null, null)
                    .withEps(0.5);
            try (SpectralNormResult result = Reparametrizations.spectralNorm(zero);
                    SpectralNormGradients gradients =
                            Reparametrizations.spectralNormBackward(SpectralNormBackwardCall.of(zero, result, dw))) {
                assertThat(result.output().toDoubleArray()).containsExactly(0, 0);
                assertThat(sigma(result)).isEqualTo(0.5);
                assertThat(gradients.dweight().toDoubleArray()).containsExactly(2, 16);
            }
        }

        /** Rows of zeros and rows with a NaN are NaN, and no other is. */
        @ParameterizedTest
        @MethodSource("each")
        void badRowsSpoilThemselvesAlone(Device device) {
            Tensor v = tensor(new double[] {0, 0, 3, 4, Double.NaN, 1}, Shape.of(3, 2), device);
            Tensor g = tensor(new double[] {1, 10, 1}, Shape.of(3, 1), device);
            try (Tensor w = Reparametrizations.weightNorm(v, g, 0)) {
                double nan = Double.NaN;
                assertThat(w.toDoubleArray()).containsExactly(nan, nan, 6, 8, nan, nan);
            }
        }

        @ParameterizedTest
        @MethodSource("each")
        void emptyWeightsHaveNormZero(Device device) {
            Tensor v = tensor(new double[0], Shape.of(2, 0), device);
            Tensor g = tensor(new double[] {1, 2}, Shape.of(2), device);
            WeightNormCall call = WeightNormCall.of(v, g);
            try (WeightNormResult result = Reparametrizations.weightNorm(call);
                    WeightNormGradients gradients =
                            Reparametrizations.weightNormBackward(WeightNormBackwardCall.of(call, v));
                    WeightNormResult none = Reparametrizations.weightNorm(WeightNormCall.of(
                            tensor(new double[0], Shape.of(0, 3), device),
                            tensor(new double[0], Shape.of(0), device)))) {
                assertThat(Checks.present(result.norm(), "norm").toDoubleArray())
                        .containsExactly(0, 0);
                assertThat(Checks.present(gradients.dg(), "dg").toDoubleArray()).containsOnly(Double.NaN);
                assertThat(none.output().shape().count()).isZero();
            }
        }

        private static WeightNormCall weightNorm(double[] v, double[] g, Device device) {
            return WeightNormCall.of(tensor(v, SHAPE, device), tensor(g, Shape.of(1, 4, 1), device))
                    .withDim(-2);
        }

        private static SpectralNormCall spectralNorm(double[] weight, Device device) {
            return SpectralNormCall.of(
                            tensor(weight, SHAPE, device),
                            tensor(U, Shape.of(4), device),
                            tensor(V, Shape.of(6), device))
                    .withPowerIterations(3)
                    .withDim(1);
        }

        private static double loss(WeightNormResult result) {
            try (result) {
                return dot(DW, result.output().toDoubleArray());
            }
        }

        private static double loss(SpectralNormResult result) {
            try (result) {
                return dot(DW, result.output().toDoubleArray());
            }
        }

        private static double sigma(SpectralNormResult result) {
            return Checks.present(result.sigma(), "sigma").toDoubleArray()[0];
        }

        private static double[] slopes(double[] at, ToDoubleFunction<double[]> loss) {
            double[] slopes = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[i] += STEP;
                down[i] -= STEP;
                slopes[i] = (loss.applyAsDouble(up) - loss.applyAsDouble(down)) / (2 * STEP);
            }
            return slopes;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        private static Tensor tensor(double[] values, Shape shape, Device device) {
            return Tensor.copyOf(values, shape, DType.F64, device);
        }
    }
}
