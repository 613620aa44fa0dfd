package dev.evenkeel.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.loss.LossResult;
import dev.evenkeel.nn.Forward;
import dev.evenkeel.nn.Mode;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.optim.Adam;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.optim.ParameterGroup;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty steps of Adam from the same weights on the same batches: the losses are libtorch's, and so are the weights. */
class TrainingParityTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap(), 50);
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda(), 50);
        }
    }

    abstract static class Cases extends OnDevices {
        private final int steps;

        /** Trains for so many steps on each device. */
        Cases(List<Device> devices, int steps) {
            super(devices);
            this.steps = steps;
        }

        Stream<Arguments> runs() {
            return devices().stream()
                    .flatMap(device -> Stream.of(DType.F64, DType.F32)
                            .flatMap(dtype -> Stream.of("mlp", "lstm").map(net -> Arguments.of(net, dtype, device))));
        }

        @ParameterizedTest
        @MethodSource("runs")
        void lossesAreThoseOfLibtorch(String kind, DType dtype, Device device) {
            double bound = dtype == DType.F64 ? 1e-5 : 1e-3;
            String name = kind + "_" + dtype.label();
            double[] expected = TrainingCurve.losses(name);
            try (TrainedNetwork network = TrainedNetwork.of(kind, dtype, device)) {
                Optimizer adam =
                        Adam.of(List.of(new ParameterGroup(network.net().parameters(), 0.01, 0)));
                for (int step = 0; step < steps; step++) {
                    double loss = step(network, adam);
                    assertThat(loss)
                            .as("loss of step %d", step)
                            .isCloseTo(expected[step], within(bound * expected[step]));
                }
                adam.close();
                if (steps == expected.length) {
                    parametersAreThoseOfLibtorch(name, network.net().parameters(), dtype);
                }
            }
        }

        private static double step(TrainedNetwork network, Optimizer adam) {
            adam.zeroGrad();
            try (Tensor x = network.nextInput();
                    Forward pass = network.net().forward(x, Mode.TRAINING);
                    LossResult loss = network.loss(pass.output())) {
                pass.backward(loss.gradient()).close();
                adam.step();
                return loss.value().toDoubleArray()[0];
            }
        }

        /** Where a gradient is zero but for rounding, Adam goes where rounding leads: those parameters are not looked at. */
        private static void parametersAreThoseOfLibtorch(String name, List<Parameter> parameters, DType dtype) {
            double bound = dtype == DType.F64 ? 1e-6 : 2e-3;
            for (int i = 0; i < parameters.size(); i++) {
                double[] values = parameters.get(i).value().toDoubleArray();
                double squares = Arrays.stream(values).map(v -> v * v).sum();
                double expected = TrainingCurve.squares(name, i);
                assertThat(squares)
                        .as("sum of squares of parameter %d", i)
                        .isCloseTo(expected, within(bound * Math.max(1, expected)));
            }
        }
    }
}
