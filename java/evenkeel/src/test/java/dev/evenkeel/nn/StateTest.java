package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.io.SafeTensors;
import dev.evenkeel.io.StateDict;
import dev.evenkeel.io.StateValue;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State under PyTorch's names, out of layers, through files, and back. */
class StateTest {
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
        private static final Shape SHAPE = Shape.of(6, 3);

        Cases(List<Device> devices) {
            super(devices);
        }

        private static Sequential net(Device device, DType dtype) {
            return Sequential.of(
                    BatchNorm.builder(3).dtype(dtype).build(device),
                    Sequential.of(LayerNorm.builder(3).dtype(dtype).build(device)),
                    RmsNorm.builder(3).dtype(dtype).build(device));
        }

        private static Tensor input(long seed, DType dtype, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(SHAPE.count(), 0.3, 1), SHAPE, dtype, device);
        }

        private static Sequential trained(Device device, DType dtype) {
            Sequential net = net(device, dtype);
            net.forward(input(1, dtype, device), Mode.TRAINING).close();
            net.parameters()
                    .forEach(parameter -> parameter
                            .value()
                            .copyFrom(
                                    Tensor.copyOf(new Randoms(7).normal(3, 1, 1), Shape.of(3), DType.F64, Device.CPU)));
            return net;
        }

        @ParameterizedTest
        @MethodSource("devices")
        void namesAreThoseOfPyTorch(Device device) {
            assertThat(net(device, DType.F32).stateDict().names())
                    .containsExactly(
                            "0.weight",
                            "0.bias",
                            "0.running_mean",
                            "0.running_var",
                            "0.num_batches_tracked",
                            "1.0.weight",
                            "1.0.bias",
                            "2.weight");
        }

        @ParameterizedTest
        @MethodSource("devices")
        void survivesAFileBitForBit(Device device, @TempDir Path folder) throws IOException {
            for (DType dtype : List.of(DType.F32, DType.F64)) {
                Sequential net = trained(device, dtype);
                Path file = folder.resolve(dtype + ".safetensors");
                SafeTensors.write(file, net.stateDict());
                Sequential loaded = net(device, dtype);
                loaded.loadStateDict(SafeTensors.read(file));
                assertThat(loaded.stateDict()).isEqualTo(net.stateDict());
                Tensor x = input(2, dtype, device);
                assertThat(loaded.forward(x).toDoubleArray())
                        .isEqualTo(net.forward(x).toDoubleArray());
                assertThat(loaded.stateDict().get("0.num_batches_tracked").longValue())
                        .isEqualTo(1);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void convertsTypes(Device device) {
            Sequential net = net(device, DType.F32);
            net.loadStateDict(trained(Device.CPU, DType.F64).stateDict());
            double[] exact =
                    trained(Device.CPU, DType.F64).parameters().get(0).value().toDoubleArray();
            double[] rounded = net.parameters().get(0).value().toDoubleArray();
            for (int i = 0; i < exact.length; i++) {
                assertThat(rounded[i]).isEqualTo((float) exact[i]);
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void listsAllThatDoesNotFitAndChangesNothing(Device device) {
            BatchNorm norm = BatchNorm.builder(3).build(device);
            StateDict before = norm.stateDict();
            StateDict wrong = StateDict.builder()
                    .put("weight", Tensor.full(Shape.of(3), 5, DType.F32, Device.CPU))
                    .put("bias", Tensor.zeros(Shape.of(4), DType.F32, Device.CPU))
                    .put("running_mean", StateValue.ofLong(3).reshape(Shape.of(1)))
                    .put("num_batches_tracked", StateValue.ofLong(-1))
                    .put("extra", StateValue.ofLong(3))
                    .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> norm.loadStateDict(wrong))
                    .withMessage("this state does not fit the layer: bias has shape [4], expected [3]; running_mean"
                            + " has shape [1], expected [3]; missing running_var; num_batches_tracked is -1, expected"
                            + " 0 or more; unexpected extra");
            assertThat(norm.stateDict()).isEqualTo(before);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void oldFilesLackTheCounter(Device device) {
            StateDict full = trained(Device.CPU, DType.F32).stateDict().withPrefix("0.");
            StateDict.Builder old = StateDict.builder();
            full.names().stream().filter(n -> !n.startsWith("num_")).forEach(n -> old.put(n, full.get(n)));
            BatchNorm norm = BatchNorm.builder(3).build(device);
            norm.forwardTraining(input(3, DType.F32, device)).close();
            norm.loadStateDict(old.build());
            assertThat(norm.runningStats().numBatchesTracked()).isZero();
            assertThat(norm.runningStats().mean().toFloatArray())
                    .isEqualTo(full.get("running_mean").toTensor(Device.CPU).toFloatArray());
        }
    }
}
