package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.ops.Input;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of one case before rounding, in float64: the same numbers on every run. Activations have mean 0.5 and standard
 * deviation 2, weights are near 1, biases near 0, gradients are standard normal.
 */
public final class SampleData {
    private static final long SEED = 0x5eed;

    private final Op op;
    private final Shape shape;
    private final Map<String, Tensor> values = new TreeMap<>();

    private SampleData(Op op, Shape shape) {
        this.op = op;
        this.shape = shape;
    }

    /**
     * Makes the inputs of a case, whatever its type.
     *
     * @param activations values of x in float64, null for random ones
     */
    public static SampleData of(Case what, @Nullable Tensor activations) {
        SampleData data = new SampleData(what.op(), what.shape());
        Shape parameters = Shape.of(what.parameters());
        SplittableRandom random = new SplittableRandom(SEED);
        for (Input input : what.op().inputs()) {
            switch (input.name()) {
                case "x" ->
                    data.values.put("x", activations != null ? activations : normal(what.shape(), 0.5, 2, random));
                case "dy" -> data.values.put("dy", normal(what.shape(), 0, 1, random));
                case "weight" -> data.values.put("weight", normal(parameters, 1, 0.2, random));
                case "bias" -> data.values.put("bias", normal(parameters, 0, 0.2, random));
                case "running_mean" -> data.values.put("running_mean", normal(parameters, 0.5, 0.1, random));
                case "running_var" -> data.values.put("running_var", normal(parameters, 4, 0.1, random));
                default -> {
                    // what is left can be done without, or is computed from x
                }
            }
        }
        return data;
    }

    /** Whether these are the inputs of this case too, which may differ in type. */
    public boolean suits(Case what) {
        return what.op() == op && what.shape().equals(shape);
    }

    Map<String, Tensor> values() {
        return values;
    }

    private static Tensor normal(Shape shape, double mean, double std, SplittableRandom random) {
        if (shape.count() > Integer.MAX_VALUE - 8) {
            throw new InputException("shape " + shape + " has more elements than a Java array holds");
        }
        double[] values = new double[(int) shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + std * random.nextGaussian();
        }
        return Tensor.wrap(values, shape, Device.SCALAR);
    }
}
