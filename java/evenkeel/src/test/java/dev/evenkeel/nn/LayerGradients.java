package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.List;

/** A layer's gradients, by going back and by differences. */
final class LayerGradients {
    /** The loss is off by STEP² and by 1e-16/STEP: both near 1e-10. */
    private static final double STEP = 1e-5;

    private static final double TOLERANCE = 1e-8;

    private LayerGradients() {}

    /** y, dx and the gradient of each parameter, for this input and a random dy. */
    static List<double[]> of(Layer layer, Tensor x, Mode mode) {
        layer.zeroGrad();
        try (Forward pass = layer.forward(x, mode);
                Tensor dy = dy(pass.output());
                Tensor dx = pass.backward(dy)) {
            List<double[]> all = new ArrayList<>();
            all.add(pass.output().toDoubleArray());
            all.add(dx.toDoubleArray());
            layer.parameters().forEach(p -> all.add(p.grad().toDoubleArray()));
            return all;
        }
    }

    /** Gradients by the input and by all parameters, all in F64, against differences of the layer in this mode. */
    static void check(Layer layer, Tensor x, Mode mode) {
        List<double[]> gradients = of(layer, x, mode);
        List<Tensor> arguments = new ArrayList<>(List.of(x));
        layer.parameters().forEach(p -> arguments.add(p.value()));
        for (int a = 0; a < arguments.size(); a++) {
            double[] slopes = slopes(layer, x, arguments.get(a), mode);
            Closeness.assertClose("gradient of argument " + a, gradients.get(a + 1), slopes, TOLERANCE);
        }
    }

    private static double[] slopes(Layer layer, Tensor x, Tensor argument, Mode mode) {
        double[] at = argument.toDoubleArray();
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double value = at[i];
            at[i] = value + STEP;
            double above = loss(layer, x, argument, at, mode);
            at[i] = value - STEP;
            double below = loss(layer, x, argument, at, mode);
            at[i] = value;
            slopes[i] = (above - below) / (2 * STEP);
        }
        set(argument, at);
        return slopes;
    }

    private static double loss(Layer layer, Tensor x, Tensor argument, double[] at, Mode mode) {
        set(argument, at);
        try (Forward pass = layer.forward(x, mode);
                Tensor dy = dy(pass.output())) {
            double[] y = pass.output().toDoubleArray();
            double[] weights = dy.toDoubleArray();
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                sum += y[i] * weights[i];
            }
            return sum;
        }
    }

    private static void set(Tensor tensor, double[] values) {
        try (Tensor source = Tensor.copyOf(values, tensor.shape(), tensor.dtype(), tensor.device())) {
            tensor.copyFrom(source);
        }
    }

    private static Tensor dy(Tensor y) {
        Shape shape = y.shape();
        return Tensor.copyOf(new Randoms(99).normal(y.dtype(), shape.count(), 0, 1), shape, y.dtype(), y.device());
    }
}
