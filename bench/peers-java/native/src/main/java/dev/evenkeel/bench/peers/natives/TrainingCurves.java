package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.relu;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains two networks by libtorch for fifty steps of Adam and writes their losses: the vectors that the library's
 * {@code TrainingParityTest} has in its resources. Weights and batches come from a generator of a few lines, which that
 * test repeats.
 *
 * <pre>{@code
 * mvn -q -Ppeers -pl bench/peers-java/native -am -DskipTests package
 * java -cp "bench/target/classes:bench/target/lib/*" dev.evenkeel.bench.peers.natives.TrainingCurves curves.txt
 * }</pre>
 */
public final class TrainingCurves {
    private static final int STEPS = 50;

    private final ScalarType dtype;
    private final TensorVector parameters = new TensorVector();
    private final List<Tensor> list = new ArrayList<>();
    private long state = 42;

    private TrainingCurves(ScalarType dtype) {
        this.dtype = dtype;
    }

    /** Writes the file named by the first argument. */
    public static void main(String[] args) throws IOException {
        torch.set_num_threads(1);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[0])))) {
            out.println("# 50 losses, then sum and sum of squares of each parameter after them; libtorch 2.7.1, CPU");
            for (ScalarType dtype : List.of(ScalarType.Double, ScalarType.Float)) {
                String suffix = dtype == ScalarType.Double ? "f64" : "f32";
                new TrainingCurves(dtype).mlp(out, "mlp_" + suffix);
                new TrainingCurves(dtype).recurrent(out, "lstm_" + suffix);
            }
        }
    }

    /** The next of a stream of numbers in [−scale, scale), exact in float32 where the scale is a power of two. */
    private double next(double scale) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return ((state >>> 40) * 0x1p-23 - 1) * scale;
    }

    private double[] next(int count, double scale) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(scale);
        }
        return values;
    }

    private Tensor tensor(double[] values, long... shape) {
        return Tensor.create(values, shape).to(dtype);
    }

    private Tensor uniform(double scale, long... shape) {
        int count = 1;
        for (long dim : shape) {
            count *= (int) dim;
        }
        return add(tensor(next(count, scale), shape));
    }

    private Tensor full(double value, long size) {
        return add(buffer(value, size));
    }

    private Tensor add(Tensor parameter) {
        Tensor leaf = parameter.set_requires_grad(true);
        parameters.push_back(leaf);
        list.add(leaf);
        return leaf;
    }

    private Tensor buffer(double value, long size) {
        double[] values = new double[(int) size];
        Arrays.fill(values, value);
        return tensor(values, size);
    }

    /** 13 → 64, ReLU, batch norm → 32, ReLU, batch norm → 1; sigmoid cross-entropy. */
    private void mlp(PrintWriter out, String name) {
        Tensor w1 = uniform(0.25, 64, 13);
        Tensor b1 = uniform(0.25, 64);
        Tensor g1 = full(1, 64);
        Tensor s1 = full(0, 64);
        Tensor w2 = uniform(0.125, 32, 64);
        Tensor b2 = uniform(0.125, 32);
        Tensor g2 = full(1, 32);
        Tensor s2 = full(0, 32);
        Tensor w3 = uniform(0.25, 1, 32);
        Tensor b3 = uniform(0.25, 1);
        Tensor mean1 = buffer(0, 64);
        Tensor var1 = buffer(1, 64);
        Tensor mean2 = buffer(0, 32);
        Tensor var2 = buffer(1, 32);
        train(out, name, () -> {
            double[] x = next(16 * 13, 2);
            double[] t = new double[16];
            for (int r = 0; r < 16; r++) {
                t[r] = x[r * 13] + x[r * 13 + 1] * x[r * 13 + 2] > 0 ? 1 : 0;
            }
            Tensor h = relu(linear(tensor(x, 16, 13), w1, new TensorOptional(b1)));
            h = normalize(h, g1, s1, mean1, var1);
            h = normalize(relu(linear(h, w2, new TensorOptional(b2))), g2, s2, mean2, var2);
            return binary_cross_entropy_with_logits(linear(h, w3, new TensorOptional(b3)), tensor(t, 16, 1));
        });
        write(out, name + " running_mean1", mean1);
        write(out, name + " running_var2", var2);
    }

    private static Tensor normalize(Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor variance) {
        return batch_norm(
                x,
                new TensorOptional(weight),
                new TensorOptional(bias),
                new TensorOptional(mean),
                new TensorOptional(variance),
                true,
                0.1,
                1e-5,
                false);
    }

    /** LSTM 4 → 64, layer norm, LSTM → 32, last step, layer norm → 3; softmax cross-entropy. */
    private void recurrent(PrintWriter out, String name) {
        List<Tensor> first = cell(4, 64);
        Tensor g1 = full(1, 64);
        Tensor s1 = full(0, 64);
        List<Tensor> second = cell(64, 32);
        Tensor g2 = full(1, 32);
        Tensor s2 = full(0, 32);
        Tensor w = uniform(0.25, 3, 32);
        Tensor b = uniform(0.25, 3);
        train(out, name, () -> {
            double[] x = next(8 * 10 * 4, 1);
            long[] classes = new long[8];
            for (int n = 0; n < 8; n++) {
                double sum = 0;
                for (int step = 0; step < 10; step++) {
                    sum += x[(n * 10 + step) * 4];
                }
                classes[n] = sum < -0.5 ? 0 : sum < 0.5 ? 1 : 2;
            }
            Tensor h = sequences(tensor(x, 8, 10, 4), first, 64);
            h = layer_norm(h, new long[] {64}, new TensorOptional(g1), new TensorOptional(s1), 1e-5, false);
            h = sequences(h, second, 32).select(1, 9);
            h = layer_norm(h, new long[] {32}, new TensorOptional(g2), new TensorOptional(s2), 1e-5, false);
            return cross_entropy_loss(linear(h, w, new TensorOptional(b)), Tensor.create(classes, 8));
        });
    }

    private List<Tensor> cell(int inputs, int size) {
        return List.of(
                uniform(0.125, 4L * size, inputs),
                uniform(0.125, 4L * size, size),
                uniform(0.125, 4L * size),
                uniform(0.125, 4L * size));
    }

    private Tensor sequences(Tensor x, List<Tensor> cell, int size) {
        Tensor zeros = tensor(new double[8 * size], 1, 8, size);
        return lstm(
                        x,
                        new TensorVector(zeros, zeros),
                        new TensorVector(cell.toArray(Tensor[]::new)),
                        true,
                        1,
                        0,
                        true,
                        false,
                        true)
                .get0();
    }

    private interface Loss {
        Tensor next();
    }

    private void train(PrintWriter out, String name, Loss loss) {
        AdamOptions options = new AdamOptions(0.01);
        Adam adam = new Adam(parameters, options);
        StringBuilder losses = new StringBuilder(name + " loss");
        for (int step = 0; step < STEPS; step++) {
            adam.zero_grad();
            Tensor value = loss.next();
            value.backward();
            adam.step();
            losses.append(' ').append(value.item_double());
        }
        out.println(losses);
        for (int i = 0; i < list.size(); i++) {
            write(out, name + " parameter" + i, list.get(i));
        }
    }

    private static void write(PrintWriter out, String name, Tensor tensor) {
        Tensor values = tensor.detach().to(ScalarType.Double);
        out.println(String.format(
                Locale.ROOT,
                "%s %s %s",
                name,
                values.sum().item_double(),
                values.mul(values).sum().item_double()));
    }
}
