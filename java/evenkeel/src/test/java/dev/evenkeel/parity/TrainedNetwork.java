package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.loss.ClassTargets;
import dev.evenkeel.loss.LossResult;
import dev.evenkeel.loss.Losses;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.BatchNorm;
import dev.evenkeel.nn.Dense;
import dev.evenkeel.nn.LayerNorm;
import dev.evenkeel.nn.Lstm;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.Sequential;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;

/** A network with the weights, and one after the other the batches, that libtorch's run had. */
abstract class TrainedNetwork implements AutoCloseable {
    private final DType dtype;
    private final Device device;
    private final Sequential net;
    private long state = 42;
    private Tensor target;

    private TrainedNetwork(DType dtype, Device device, Sequential net) {
        this.dtype = dtype;
        this.device = device;
        this.net = net;
    }

    static TrainedNetwork of(String kind, DType dtype, Device device) {
        return kind.equals("mlp") ? new Mlp(dtype, device) : new Recurrent(dtype, device);
    }

    /** The network. */
    final Sequential net() {
        return net;
    }

    /** The next batch, which the caller closes. */
    final Tensor nextInput() {
        double[] x = next((int) inputShape().count(), inputScale());
        closeTarget();
        target = target(x, dtype, device);
        return Tensor.copyOf(x, inputShape(), dtype, device);
    }

    /** The loss of the batch that was given last. */
    final LossResult loss(Tensor prediction) {
        return loss(prediction, target);
    }

    abstract Shape inputShape();

    abstract double inputScale();

    abstract Tensor target(double[] x, DType dtype, Device device);

    abstract LossResult loss(Tensor prediction, Tensor target);

    /** The generator of libtorch's run: numbers in [−scale, scale). */
    final double[] next(int count, double scale) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            values[i] = ((state >>> 40) * 0x1p-23 - 1) * scale;
        }
        return values;
    }

    /** Fills the parameters of one layer, in their order. */
    final void fill(int layer, double scale) {
        for (Parameter parameter : net.layers().get(layer).parameters()) {
            Shape shape = parameter.value().shape();
            try (Tensor values = Tensor.copyOf(next((int) shape.count(), scale), shape, dtype, device)) {
                parameter.value().copyFrom(values);
            }
        }
    }

    private void closeTarget() {
        if (target != null) {
            target.close();
        }
    }

    @Override
    public final void close() {
        closeTarget();
        net.close();
    }

    private static final class Mlp extends TrainedNetwork {
        Mlp(DType dtype, Device device) {
            super(
                    dtype,
                    device,
                    Sequential.of(
                            Dense.builder(13, 64).dtype(dtype).build(device),
                            Activation.relu(),
                            BatchNorm.builder(64).dtype(dtype).build(device),
                            Dense.builder(64, 32).dtype(dtype).build(device),
                            Activation.relu(),
                            BatchNorm.builder(32).dtype(dtype).build(device),
                            Dense.builder(32, 1).dtype(dtype).build(device)));
            fill(0, 0.25);
            fill(3, 0.125);
            fill(6, 0.25);
        }

        @Override
        Shape inputShape() {
            return Shape.of(16, 13);
        }

        @Override
        double inputScale() {
            return 2;
        }

        @Override
        Tensor target(double[] x, DType dtype, Device device) {
            double[] t = new double[16];
            Arrays.setAll(t, r -> x[r * 13] + x[r * 13 + 1] * x[r * 13 + 2] > 0 ? 1 : 0);
            return Tensor.copyOf(t, Shape.of(16, 1), dtype, device);
        }

        @Override
        LossResult loss(Tensor prediction, Tensor target) {
            return Losses.sigmoidCrossEntropy(prediction, target);
        }
    }

    private static final class Recurrent extends TrainedNetwork {
        Recurrent(DType dtype, Device device) {
            super(
                    dtype,
                    device,
                    Sequential.of(
                            Lstm.builder(4, 64).dtype(dtype).build(device),
                            LayerNorm.builder(64).dtype(dtype).build(device),
                            Lstm.builder(64, 32)
                                    .returnSequences(false)
                                    .dtype(dtype)
                                    .build(device),
                            LayerNorm.builder(32).dtype(dtype).build(device),
                            Dense.builder(32, 3).dtype(dtype).build(device)));
            fill(0, 0.125);
            fill(2, 0.125);
            fill(4, 0.25);
        }

        @Override
        Shape inputShape() {
            return Shape.of(8, 10, 4);
        }

        @Override
        double inputScale() {
            return 1;
        }

        @Override
        Tensor target(double[] x, DType dtype, Device device) {
            int[] classes = new int[8];
            for (int n = 0; n < 8; n++) {
                double sum = 0;
                for (int t = 0; t < 10; t++) {
                    sum += x[(n * 10 + t) * 4];
                }
                classes[n] = sum < -0.5 ? 0 : sum < 0.5 ? 1 : 2;
            }
            return ClassTargets.of(classes, 3, dtype, device);
        }

        @Override
        LossResult loss(Tensor prediction, Tensor target) {
            return Losses.softmaxCrossEntropy(prediction, target);
        }
    }
}
