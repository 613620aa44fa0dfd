package dev.evenkeel.cli.train;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.data.Dataset;
import dev.evenkeel.cli.data.Split;
import dev.evenkeel.loss.LossResult;
import dev.evenkeel.nn.Forward;
import dev.evenkeel.nn.Mode;
import dev.evenkeel.nn.Sequential;
import dev.evenkeel.optim.Optimizer;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Trains one network. Losses stay on the device until an epoch is over. */
final class Training {
    private static final int TEST_BATCH = 256;

    private final Recipe recipe;
    private final Split data;
    private final Shape input;
    private final Target target;
    private final TrainingListener listener;

    private Training(Recipe recipe, Split data, Shape input, TrainingListener listener) {
        this.recipe = recipe;
        this.data = data;
        this.input = input;
        this.target = new Target(data.train().classes().size());
        this.listener = listener;
    }

    /**
     * Trains a network of this combination.
     *
     * @param data with its features scaled
     * @param input the shape in which the network takes an example
     */
    static RunResult run(
            Recipe recipe, Combination combination, Split data, Shape input, long seed, TrainingListener listener) {
        Training training = new Training(recipe, data, input, listener);
        try (Sequential net =
                        recipe.network().build(recipe, combination.norm(), input, training.target.outputs(), seed);
                Optimizer optimizer = recipe.optimizer().of(net, recipe.lr())) {
            return training.run(net, optimizer, combination, seed);
        }
    }

    private RunResult run(Sequential net, Optimizer optimizer, Combination combination, long seed) {
        double[] losses = new double[recipe.epochs()];
        double[] accuracies = new double[recipe.epochs()];
        double[] seconds = new double[recipe.epochs()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            long start = System.nanoTime();
            losses[epoch] = epoch(net, optimizer, random);
            seconds[epoch] = (System.nanoTime() - start) * 1e-9;
            accuracies[epoch] = accuracy(net, data.test());
            listener.epochDone(losses[epoch], accuracies[epoch], data.train().size() / seconds[epoch]);
        }
        Arrays.sort(seconds);
        return new RunResult(combination, seed, losses, accuracies, seconds[seconds.length / 2], net.stateDict());
    }

    /** The mean loss of the examples, each at its batch's turn. */
    private double epoch(Sequential net, Optimizer optimizer, SplittableRandom random) {
        try (TensorScope values = new TensorScope()) {
            List<Tensor> losses = new ArrayList<>();
            List<int[]> batches = Batches.shuffled(data.train().size(), recipe.batchSize(), random);
            for (int[] batch : batches) {
                losses.add(values.add(step(net, optimizer, batch)));
                listener.batchDone();
            }
            Devices.synchronize(recipe.device());
            double sum = 0;
            for (int i = 0; i < batches.size(); i++) {
                sum += losses.get(i).toDoubleArray()[0] * batches.get(i).length;
            }
            return sum / data.train().size();
        }
    }

    /** One step; its loss, which the caller closes. */
    private Tensor step(Sequential net, Optimizer optimizer, int[] batch) {
        optimizer.zeroGrad();
        try (Tensor x = Batches.rows(data.train(), batch, input, recipe.dtype(), recipe.device());
                Forward pass = net.forward(x, Mode.TRAINING);
                LossResult loss = target.loss(pass.output(), Batches.labels(data.train(), batch))) {
            pass.backward(loss.gradient()).close();
            optimizer.step();
            return loss.value().to(recipe.device());
        }
    }

    private double accuracy(Sequential net, Dataset test) {
        int right = 0;
        for (int[] batch : Batches.inOrder(test.size(), TEST_BATCH)) {
            try (Tensor x = Batches.rows(test, batch, input, recipe.dtype(), recipe.device());
                    Tensor logits = net.forward(x)) {
                right += target.right(logits.toDoubleArray(), Batches.labels(test, batch));
            }
        }
        return (double) right / test.size();
    }
}
