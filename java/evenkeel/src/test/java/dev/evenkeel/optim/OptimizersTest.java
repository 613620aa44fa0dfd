package dev.evenkeel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.nn.LayerNorm;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers: the same steps on every device, groups, learning rates, and what is refused. Numbers: the golden test. */
class OptimizersTest {
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

    @Test
    void settingsAreChecked() {
        refused(() -> SgdSettings.PLAIN.withMomentum(-1), "momentum must be finite and at least 0, not -1.0");
        refused(() -> SgdSettings.PLAIN.withDampening(Double.NaN), "dampening must be finite, not NaN");
        refused(
                () -> SgdSettings.PLAIN.withNesterov(true),
                "nesterov needs a momentum and no dampening, not momentum 0.0 and dampening 0.0");
        refused(() -> AdamSettings.DEFAULT.withBetas(1, 0.9), "beta1 must be from 0 to below 1, not 1.0");
        refused(() -> AdamSettings.DEFAULT.withBetas(0.9, -0.1), "beta2 must be from 0 to below 1, not -0.1");
        refused(() -> AdamSettings.DEFAULT.withEps(-1), "eps must be finite and at least 0, not -1.0");
        refused(() -> new ParameterGroup(List.of(), -1, 0), "learning rate must be finite and at least 0, not -1.0");
        refused(() -> new ParameterGroup(List.of(), 1, -1), "weight decay must be finite and at least 0, not -1.0");
        refused(
                () -> new ParameterGroup(List.of(), 1, 0).setLearningRate(Double.NaN),
                "learning rate must be finite and at least 0, not NaN");
    }

    @Test
    void normalizationsAndBiasesDontDecay() {
        try (LayerNorm layer = LayerNorm.builder(3).build(Device.CPU)) {
            List<ParameterGroup> groups = ParameterGroups.of(layer, 0.1, 0.5);
            assertThat(groups).singleElement().satisfies(group -> {
                assertThat(group.parameters()).isEqualTo(layer.parameters());
                assertThat(group.learningRate()).isEqualTo(0.1);
                assertThat(group.weightDecay()).isZero();
            });
        }
        assertThat(ParameterGroups.of(List.of(), 0.1, 0.5)).isEmpty();
    }

    @Test
    void refusesParametersItCannotStep() {
        try (LayerNorm layer = LayerNorm.builder(3).build(Device.CPU);
                LayerNorm half = LayerNorm.builder(3).dtype(DType.BF16).build(Device.CPU)) {
            ParameterGroup group = new ParameterGroup(layer.parameters(), 0.1, 0);
            refused(
                    () -> Adam.of(List.of(group, group)),
                    "optimizer: parameter weight is in its groups more than once");
            refused(
                    () -> Sgd.of(ParameterGroups.of(half, 0.1, 0)),
                    "optimizer: expected parameters of type f32 or f64, got weight of type bf16");
        }
    }

    private static void refused(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    abstract static class Cases extends OnDevices {
        private static final SgdSettings NESTEROV =
                SgdSettings.PLAIN.withMomentum(0.9).withNesterov(true);

        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> each() {
            return devices().stream()
                    .flatMap(device -> Stream.of(
                            Arguments.of(device, "sgd", optimizer(Sgd::of)),
                            Arguments.of(device, "nesterov", optimizer(groups -> Sgd.of(groups, NESTEROV))),
                            Arguments.of(device, "adam", optimizer(Adam::of)),
                            Arguments.of(device, "adamw", optimizer(AdamW::of))));
        }

        private static Function<List<ParameterGroup>, Optimizer> optimizer(
                Function<List<ParameterGroup>, Optimizer> make) {
            return make;
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource("each")
        void stepsAsOnTheHeapInDouble(Device device, String name, Function<List<ParameterGroup>, Optimizer> make) {
            for (int n : new int[] {1, 3, 257, 1030}) {
                double[] expected = afterThreeSteps(n, DType.F64, Device.SCALAR, make);
                Closeness.assertClose("f64", afterThreeSteps(n, DType.F64, device, make), expected, 1e-14);
                Closeness.assertClose("f32", afterThreeSteps(n, DType.F32, device, make), expected, 2e-6);
            }
        }

        private static double[] afterThreeSteps(
                int n, DType dtype, Device device, Function<List<ParameterGroup>, Optimizer> make) {
            try (LayerNorm layer = LayerNorm.builder(n).bias(false).dtype(dtype).build(device);
                    Optimizer optimizer = make.apply(List.of(new ParameterGroup(layer.parameters(), 0.05, 0.1)))) {
                for (int step = 0; step < 3; step++) {
                    set(layer.weight().grad(), new Randoms(step).normal(DType.F32, n, 0, 1));
                    optimizer.step();
                    optimizer.setLearningRate(0.02);
                }
                return layer.weight().value().toDoubleArray();
            }
        }

        private static void set(Tensor tensor, double[] values) {
            try (Tensor source = Tensor.copyOf(values, tensor.shape(), tensor.dtype(), tensor.device())) {
                tensor.copyFrom(source);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void groupsHaveTheirOwnRates(Device device) {
            try (LayerNorm layer = LayerNorm.builder(2).dtype(DType.F64).build(device);
                    Optimizer optimizer = Sgd.of(List.of(
                            new ParameterGroup(List.of(layer.bias()), 1, 0),
                            new ParameterGroup(List.of(layer.weight()), 0.5, 0.5)))) {
                layer.parameters().forEach(parameter -> parameter.grad().fill(1));
                optimizer.step();
                assertThat(layer.bias().value().toDoubleArray()).containsOnly(-1);
                assertThat(layer.weight().value().toDoubleArray()).containsOnly(0.25);
                optimizer.groups().get(0).setLearningRate(0);
                optimizer.step();
                assertThat(layer.bias().value().toDoubleArray()).containsOnly(-1);
                assertThat(optimizer.steps()).isEqualTo(2);
                optimizer.zeroGrad();
                assertThat(layer.bias().grad().toDoubleArray()).containsOnly(0);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void aClosedLayerStopsTheWholeStep(Device device) {
            LayerNorm closed = LayerNorm.builder(2).build(device);
            try (LayerNorm open = LayerNorm.builder(2).build(device);
                    Optimizer optimizer = Adam.of(List.of(
                            new ParameterGroup(open.parameters(), 1, 0),
                            new ParameterGroup(closed.parameters(), 1, 0)))) {
                open.weight().grad().fill(1);
                closed.close();
                assertThatIllegalStateException().isThrownBy(optimizer::step);
                assertThat(open.weight().value().toDoubleArray()).containsOnly(1);
                assertThat(optimizer.steps()).isZero();
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void closedOptimizersStepNoMore(Device device) {
            try (LayerNorm layer = LayerNorm.builder(2).build(device)) {
                Optimizer optimizer = AdamW.of(ParameterGroups.of(layer, 0.1, 0));
                optimizer.close();
                optimizer.close();
                assertThatIllegalStateException().isThrownBy(optimizer::step);
                assertThat(layer.parameters()).extracting(Parameter::name).containsExactly("weight", "bias");
                assertThat(layer.weight().value().toDoubleArray()).containsOnly(1);
            }
        }
    }
}
