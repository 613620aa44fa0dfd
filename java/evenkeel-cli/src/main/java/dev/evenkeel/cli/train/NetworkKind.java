package dev.evenkeel.cli.train;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.nn.Activation;
import dev.evenkeel.nn.Dense;
import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Lstm;
import dev.evenkeel.nn.Reparametrization;
import dev.evenkeel.nn.Sequential;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The networks: {@code train mlp} and {@code train lstm}. */
enum NetworkKind {
    /** Dense layers, each followed by ReLU and the normalization, and a dense layer to the classes. */
    MLP(30, 16),
    /** LSTM layers, each followed by the normalization, and a dense layer from their last step to the classes. */
    LSTM(8, 32);

    private final int epochs;
    private final int batchSize;

    NetworkKind(int epochs, int batchSize) {
        this.epochs = epochs;
        this.batchSize = batchSize;
    }

    /** What {@code --epochs} is unless set. */
    int epochs() {
        return epochs;
    }

    /** What {@code --batch-size} is unless set. */
    int batchSize() {
        return batchSize;
    }

    /**
     * The shape in which the network takes one example.
     *
     * @throws InputException if it can't
     */
    Shape input(Shape example, String data) {
        if (this == MLP) {
            return Shape.of(example.count());
        }
        if (example.rank() != 2) {
            throw new InputException("lstm learns from sequences, such as --data sine or the lines of images in an IDX"
                    + " folder; " + data + " has single rows");
        }
        return example;
    }

    /**
     * Refuses a normalization that the network has no place for.
     *
     * @throws InputException naming both
     */
    void check(NormKind norm) {
        if (this == LSTM && norm.weights() != Reparametrization.NONE) {
            throw new InputException("--norm " + norm.label() + ": the hidden layers of lstm take none, batch, layer or"
                    + " rms; weight and spectral are for the dense layers of mlp");
        }
    }

    /** A network whose parameters are those of {@code seed}, whatever normalizes it; the caller closes it. */
    Sequential build(Recipe recipe, NormKind norm, Shape input, int outputs, long seed) {
        List<Layer> layers = new ArrayList<>();
        try {
            int size = (int) input.dim(-1);
            for (int i = 0; i < recipe.hidden().size(); i++) {
                int next = recipe.hidden().get(i);
                boolean last = i == recipe.hidden().size() - 1;
                layers.addAll(hidden(size, next, last, norm, seedOf(seed, i), recipe));
                layers.addAll(norm.after(next, recipe.dtype(), recipe.device()));
                size = next;
            }
            layers.add(dense(
                    size, outputs, NormKind.NONE, seedOf(seed, recipe.hidden().size()), recipe));
            return Sequential.of(layers);
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, layers.toArray(AutoCloseable[]::new));
            throw e;
        }
    }

    private List<Layer> hidden(int in, int out, boolean last, NormKind norm, long seed, Recipe recipe) {
        return switch (this) {
            case MLP -> List.of(dense(in, out, norm, seed, recipe), Activation.relu());
            case LSTM ->
                List.of(Lstm.builder(in, out)
                        .returnSequences(!last)
                        .seed(seed)
                        .dtype(recipe.dtype())
                        .build(recipe.device()));
        };
    }

    private static Layer dense(int in, int out, NormKind norm, long seed, Recipe recipe) {
        return Dense.builder(in, out)
                .reparametrize(norm.weights())
                .seed(seed)
                .dtype(recipe.dtype())
                .build(recipe.device());
    }

    private static long seedOf(long seed, int layer) {
        return 1000 * seed + layer;
    }

    /** What the command calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
