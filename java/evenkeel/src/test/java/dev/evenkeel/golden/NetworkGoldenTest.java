package dev.evenkeel.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.loss.LossResult;
import dev.evenkeel.loss.Losses;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.Forward;
import dev.evenkeel.nn.Mode;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.RmsNorm;
import dev.evenkeel.optim.Adam;
import dev.evenkeel.optim.AdamSettings;
import dev.evenkeel.optim.AdamW;
import dev.evenkeel.optim.GradientClipping;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.optim.ParameterGroup;
import dev.evenkeel.optim.Sgd;
import dev.evenkeel.optim.SgdSettings;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations, losses, clipping and optimizers give what PyTorch gives. */
class NetworkGoldenTest {
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

    abstract static class Cases extends GoldenCases {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> activations() {
            return each("/golden/activations.txt");
        }

        Stream<Arguments> losses() {
            return each("/golden/losses.txt");
        }

        Stream<Arguments> clipping() {
            return each("/golden/clipping.txt");
        }

        Stream<Arguments> optimizers() {
            return each("/golden/optimizers.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void activations(Device device, GoldenCase golden) {
            Activation activation = switch (golden.attributes().get("activation")) {
                case "relu" -> Activation.relu();
                case "tanh" -> Activation.tanh();
                case "sigmoid" -> Activation.sigmoid();
                default -> Activation.gelu();
            };
            try (Tensor x = golden.in().get("x").on(device);
                    Tensor dy = golden.in().get("dy").on(device);
                    Forward pass = activation.forward(x, Mode.TRAINING);
                    Tensor dx = pass.backward(dy)) {
                compare(golden, "y", pass.output());
                compare(golden, "dx", dx);
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void losses(Device device, GoldenCase golden) {
            try (Tensor x = golden.in().get("x").on(device);
                    Tensor target = golden.in().get("target").on(device);
                    LossResult loss = switch (golden.attributes().get("loss")) {
                        case "softmax_cross_entropy" -> Losses.softmaxCrossEntropy(x, target);
                        case "sigmoid_cross_entropy" -> Losses.sigmoidCrossEntropy(x, target);
                        default -> Losses.meanSquaredError(x, target);
                    }) {
                compare(golden, "value", loss.value());
                compare(golden, "gradient", loss.gradient());
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void clipping(Device device, GoldenCase golden) {
            try (RmsNorm first = layer(golden, device);
                    RmsNorm second = layer(golden, device);
                    Tensor x = golden.in().get("x").on(device);
                    Tensor b = golden.in().get("b").on(device)) {
                Parameter weight = first.weight();
                Parameter other = second.weight();
                weight.grad().copyFrom(x);
                other.grad().copyFrom(b);
                try (Tensor norm = GradientClipping.clipNorm(List.of(weight, other), golden.number("max_norm"))) {
                    compare(golden, "norm", norm);
                }
                compare(golden, "x", weight.grad());
                compare(golden, "b", other.grad());
            }
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void optimizers(Device device, GoldenCase golden) {
            GoldenCase.Values grads = golden.in().get("grad");
            double[] expected = golden.out().get("value").values();
            int n = (int) grads.shape().dim(1);
            try (RmsNorm layer = layer(golden, device);
                    Optimizer optimizer = optimizer(golden, layer.weight())) {
                Parameter parameter = layer.weight();
                try (Tensor x = golden.in().get("x").on(device)) {
                    parameter.value().copyFrom(x);
                }
                for (int at = 0; at < expected.length; at += n) {
                    double[] grad = Arrays.copyOfRange(grads.values(), at, at + n);
                    try (Tensor given = Tensor.copyOf(grad, Shape.of(n), golden.dtype(), device)) {
                        parameter.grad().copyFrom(given);
                    }
                    optimizer.step();
                    assertThat(parameter.grad().toDoubleArray())
                            .as("the gradient stays")
                            .isEqualTo(Randoms.rounded(grad, golden.dtype()));
                    Closeness.assertClose(
                            "step " + optimizer.steps(),
                            parameter.value().toDoubleArray(),
                            Arrays.copyOfRange(expected, at, at + n),
                            tolerance(golden));
                }
            }
        }

        private static RmsNorm layer(GoldenCase golden, Device device) {
            return RmsNorm.builder(golden.in().get("x").shape().dim(0))
                    .dtype(golden.dtype())
                    .build(device);
        }

        private static Optimizer optimizer(GoldenCase golden, Parameter parameter) {
            List<ParameterGroup> groups =
                    List.of(new ParameterGroup(List.of(parameter), golden.number("lr"), golden.number("weight_decay")));
            String name = golden.attributes().get("optimizer");
            if (name.equals("sgd")) {
                return Sgd.of(
                        groups,
                        SgdSettings.PLAIN
                                .withMomentum(golden.number("momentum"))
                                .withDampening(golden.number("dampening"))
                                .withNesterov(
                                        Boolean.parseBoolean(golden.attributes().get("nesterov"))));
            }
            AdamSettings settings = AdamSettings.DEFAULT
                    .withBetas(golden.number("beta1"), golden.number("beta2"))
                    .withEps(golden.number("eps"));
            return name.equals("adam") ? Adam.of(groups, settings) : AdamW.of(groups, settings);
        }
    }
}
