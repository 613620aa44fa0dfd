package dev.evenkeel.golden;

import dev.evenkeel.Device;
import dev.evenkeel.nn.Forward;
import dev.evenkeel.nn.Lstm;
import dev.evenkeel.nn.Mode;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The LSTM gives what PyTorch gives, with PyTorch's parameters under PyTorch's names. */
class LstmGoldenTest {
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

        Stream<Arguments> lstms() {
            return each("/golden/lstm.txt");
        }

        @ParameterizedTest(name = "{1} on {0}")
        @MethodSource
        void lstms(Device device, GoldenCase golden) {
            try (Lstm layer = lstm(golden, device);
                    Tensor x = golden.in().get("x").on(device);
                    Tensor dy = golden.in().get("dy").on(device);
                    Forward pass = layer.forward(x, Mode.TRAINING);
                    Tensor dx = pass.backward(dy)) {
                compare(golden, "y", pass.output());
                compare(golden, "dx", dx);
                for (Parameter parameter : layer.parameters()) {
                    compare(golden, "d" + parameter.name(), parameter.grad());
                }
            }
        }

        private static Lstm lstm(GoldenCase golden, Device device) {
            long inputSize = golden.in().get("weight_ih_l0").shape().dim(1);
            long hiddenSize = golden.in().get("weight_hh_l0").shape().dim(1);
            Lstm layer = Lstm.builder(inputSize, hiddenSize)
                    .returnSequences(Boolean.parseBoolean(golden.attributes().get("return_sequences")))
                    .dtype(golden.dtype())
                    .build(device);
            for (Parameter parameter : layer.parameters()) {
                try (Tensor value = golden.in().get(parameter.name()).on(device)) {
                    parameter.value().copyFrom(value);
                }
            }
            return layer;
        }
    }
}
