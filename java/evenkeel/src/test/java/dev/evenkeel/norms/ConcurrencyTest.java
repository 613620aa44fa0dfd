package dev.evenkeel.norms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads that call at once get what one gets. */
class ConcurrencyTest {
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
        private static final int THREADS = 8;
        private static final int CALLS = 5;

        Cases(List<Device> devices) {
            super(devices);
        }

        @ParameterizedTest
        @MethodSource("devices")
        void layerNorm(Device device) throws Exception {
            Tensor x = random(1, Shape.of(500, 129), device);
            Tensor weight = random(2, Shape.of(129), device);
            LayerNormCall call = LayerNormCall.of(x, weight.shape()).withWeight(weight);
            together(() -> {
                try (LayerNormResult forward = Norms.layerNorm(call);
                        LayerNormGradients gradients = Norms.layerNormBackward(
                                LayerNormBackwardCall.of(call, x).withSaved(forward.mean(), forward.rstd()))) {
                    return List.of(
                            forward.output().toFloatArray(),
                            gradients.dx().toFloatArray(),
                            gradients.dweight().toFloatArray());
                }
            });
        }

        @ParameterizedTest
        @MethodSource("devices")
        void batchNorm(Device device) throws Exception {
            for (ChannelLayout layout : ChannelLayout.values()) {
                Tensor x = random(1, Shape.of(10, 65, 99), device);
                BatchNormCall call = BatchNormCall.of(x).withLayout(layout).withActivation(Activation.RELU);
                together(() -> {
                    try (BatchNormResult forward = Norms.batchNorm(call, null);
                            BatchNormGradients gradients =
                                    Norms.batchNormBackward(BatchNormBackwardCall.training(call, x)
                                            .withSaved(forward.mean(), forward.rstd()))) {
                        return List.of(
                                forward.output().toFloatArray(), gradients.dx().toFloatArray());
                    }
                });
            }
        }

        private static void together(Callable<List<float[]>> work) throws Exception {
            List<float[]> alone = work.call();
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<List<float[]>>> results = new ArrayList<>();
                for (int i = 0; i < THREADS * CALLS; i++) {
                    results.add(pool.submit(work));
                }
                for (Future<List<float[]>> result : results) {
                    for (int output = 0; output < alone.size(); output++) {
                        assertThat(result.get().get(output)).isEqualTo(alone.get(output));
                    }
                }
            } finally {
                pool.shutdownNow();
            }
        }

        private static Tensor random(long seed, Shape shape, Device device) {
            return Tensor.copyOf(new Randoms(seed).normal(shape.count(), 0.3, 1), shape, DType.F32, device);
        }
    }
}
