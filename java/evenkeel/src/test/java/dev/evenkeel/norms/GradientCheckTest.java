package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.testing.Closeness;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients are the slopes of the loss Σ dy·y, by central differences in float64. */
class GradientCheckTest {
    /** Truncation error about h², rounding error about 1e-16/h: both near 1e-10. */
    private static final double STEP = 1e-5;

    private static final double TOLERANCE = 1e-8;

    /** A loss as a function of several arrays, and the gradients of it that are to be checked. */
    private interface Problem {
        double loss(List<double[]> arguments);

        List<double[]> gradients(List<double[]> arguments);
    }

    static List<Device> devices() {
        return List.of(Device.SCALAR, Device.CPU);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void layerNorm(Device device) {
        Shape shape = Shape.of(3, 2, 5);
        Shape normalized = Shape.of(2, 5);
        double[] dy = new Randoms(1).normal(30, 0, 1);
        double[] dsum = new Randoms(2).normal(30, 0, 1);
        Function<List<double[]>, LayerNormCall> call =
                a -> LayerNormCall.of(tensor(a.get(0), shape, device), normalized)
                        .withResidual(tensor(a.get(1), shape, device))
                        .withWeight(tensor(a.get(2), normalized, device))
                        .withBias(tensor(a.get(3), normalized, device));
        check(
                new Problem() {
                    @Override
                    public double loss(List<double[]> arguments) {
                        LayerNormResult forward = Norms.layerNorm(call.apply(arguments));
                        return dot(dy, forward.output()) + dot(dsum, Checks.present(forward.sum(), "sum"));
                    }

                    @Override
                    public List<double[]> gradients(List<double[]> arguments) {
                        LayerNormCall at = call.apply(arguments);
                        LayerNormResult forward = Norms.layerNorm(at);
                        Tensor sum = Checks.present(forward.sum(), "sum");
                        LayerNormGradients gradients = Norms.layerNormBackward(LayerNormBackwardCall.of(
                                        LayerNormCall.of(sum, normalized)
                                                .withWeight(at.weight())
                                                .withBias(at.bias()),
                                        tensor(dy, shape, device))
                                .withSaved(forward.mean(), forward.rstd())
                                .withDsum(tensor(dsum, shape, device)));
                        double[] dx = gradients.dx().toDoubleArray();
                        return List.of(
                                dx,
                                dx,
                                gradients.dweight().toDoubleArray(),
                                gradients.dbias().toDoubleArray());
                    }
                },
                new Randoms(3).normal(30, 0.5, 1),
                new Randoms(4).normal(30, 0, 1),
                new Randoms(5).normal(10, 1, 0.5),
                new Randoms(6).normal(10, 0, 0.5));
    }

    static List<Arguments> batchNorms() {
        List<Arguments> all = new ArrayList<>();
        for (Device device : devices()) {
            for (Shape shape : List.of(Shape.of(6, 4), Shape.of(3, 4, 5))) {
                for (ChannelLayout layout : ChannelLayout.values()) {
                    for (Activation activation : Activation.values()) {
                        all.add(Arguments.of(device, shape, layout, activation, true));
                        all.add(Arguments.of(device, shape, layout, activation, false));
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("batchNorms")
    void batchNorm(Device device, Shape shape, ChannelLayout layout, Activation activation, boolean training) {
        int n = (int) shape.count();
        int channels = (int) layout.channels(shape);
        double[] dy = new Randoms(1).normal(n, 0, 1);
        Tensor mean = tensor(new Randoms(2).normal(channels, 0, 1), Shape.of(channels), device);
        Tensor variance = tensor(Randoms.filled(channels, 1.3), Shape.of(channels), device);
        Function<List<double[]>, BatchNormCall> call = a -> BatchNormCall.of(tensor(a.get(0), shape, device))
                .withLayout(layout)
                .withResidual(tensor(a.get(1), shape, device))
                .withWeight(tensor(a.get(2), Shape.of(channels), device))
                .withBias(tensor(a.get(3), Shape.of(channels), device))
                .withActivation(activation);
        Function<BatchNormCall, BatchNormResult> forward =
                at -> training ? Norms.batchNorm(at, null) : Norms.batchNormInference(at, mean, variance);
        check(
                new Problem() {
                    @Override
                    public double loss(List<double[]> arguments) {
                        return dot(dy, forward.apply(call.apply(arguments)).output());
                    }

                    @Override
                    public List<double[]> gradients(List<double[]> arguments) {
                        BatchNormCall at = call.apply(arguments);
                        Tensor gradient = tensor(dy, shape, device);
                        BatchNormGradients gradients = Norms.batchNormBackward(
                                training
                                        ? BatchNormBackwardCall.training(at, gradient)
                                        : BatchNormBackwardCall.inference(at, gradient, mean, variance));
                        return List.of(
                                gradients.dx().toDoubleArray(),
                                gradients.dresidual().toDoubleArray(),
                                gradients.dweight().toDoubleArray(),
                                gradients.dbias().toDoubleArray());
                    }
                },
                new Randoms(3).normal(n, 0.5, 1),
                awayFromTheKink(new Randoms(4).normal(n, 0, 1)),
                new Randoms(5).normal(channels, 0.5, 0.1),
                new Randoms(6).normal(channels, 0, 0.1));
    }

    static List<Arguments> rmsNorms() {
        List<Arguments> all = new ArrayList<>();
        for (Device device : devices()) {
            for (WeightForm form : WeightForm.values()) {
                all.add(Arguments.of(device, form));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("rmsNorms")
    void rmsNorm(Device device, WeightForm form) {
        Shape shape = Shape.of(3, 2, 5);
        Shape normalized = Shape.of(2, 5);
        double[] dy = new Randoms(1).normal(30, 0, 1);
        double[] dsum = new Randoms(2).normal(30, 0, 1);
        Function<List<double[]>, RmsNormCall> call = a -> RmsNormCall.of(tensor(a.get(0), shape, device), normalized)
                .withResidual(tensor(a.get(1), shape, device))
                .withWeight(tensor(a.get(2), normalized, device))
                .withWeightForm(form);
        check(
                new Problem() {
                    @Override
                    public double loss(List<double[]> arguments) {
                        RmsNormResult forward = Norms.rmsNorm(call.apply(arguments));
                        return dot(dy, forward.output()) + dot(dsum, Checks.present(forward.sum(), "sum"));
                    }

                    @Override
                    public List<double[]> gradients(List<double[]> arguments) {
                        RmsNormCall at = call.apply(arguments);
                        RmsNormResult forward = Norms.rmsNorm(at);
                        Tensor sum = Checks.present(forward.sum(), "sum");
                        RmsNormGradients gradients = Norms.rmsNormBackward(RmsNormBackwardCall.of(
                                        RmsNormCall.of(sum, normalized)
                                                .withWeight(at.weight())
                                                .withWeightForm(form),
                                        tensor(dy, shape, device))
                                .withSaved(forward.rstd())
                                .withDsum(tensor(dsum, shape, device)));
                        double[] dx = gradients.dx().toDoubleArray();
                        return List.of(dx, dx, gradients.dweight().toDoubleArray());
                    }
                },
                new Randoms(3).normal(30, 0.5, 1),
                new Randoms(4).normal(30, 0, 1),
                new Randoms(5).normal(10, 0.5, 0.5));
    }

    static List<Arguments> groupNorms() {
        List<Arguments> all = new ArrayList<>();
        for (Device device : devices()) {
            for (ChannelLayout layout : ChannelLayout.values()) {
                for (long groups : new long[] {1, 2, 4}) {
                    all.add(Arguments.of(device, layout, groups));
                }
            }
        }
        return all;
    }

    /** Four groups are one for each channel: there instance norm is checked too. */
    @ParameterizedTest
    @MethodSource("groupNorms")
    void groupNorm(Device device, ChannelLayout layout, long groups) {
        Shape shape = layout == ChannelLayout.CHANNELS_FIRST ? Shape.of(2, 4, 5) : Shape.of(2, 5, 4);
        Shape channels = Shape.of(4);
        double[] dy = new Randoms(1).normal(40, 0, 1);
        Function<List<double[]>, GroupNormCall> call = a -> GroupNormCall.of(tensor(a.get(0), shape, device), groups)
                .withLayout(layout)
                .withWeight(tensor(a.get(1), channels, device))
                .withBias(tensor(a.get(2), channels, device));
        check(
                new Problem() {
                    @Override
                    public double loss(List<double[]> arguments) {
                        GroupNormCall at = call.apply(arguments);
                        return dot(
                                dy,
                                groups == 4
                                        ? Norms.instanceNorm(instances(at), null)
                                                .output()
                                        : Norms.groupNorm(at).output());
                    }

                    @Override
                    public List<double[]> gradients(List<double[]> arguments) {
                        GroupNormCall at = call.apply(arguments);
                        GroupNormGradients gradients =
                                Norms.groupNormBackward(GroupNormBackwardCall.of(at, tensor(dy, shape, device)));
                        return List.of(
                                gradients.dx().toDoubleArray(),
                                gradients.dweight().toDoubleArray(),
                                gradients.dbias().toDoubleArray());
                    }
                },
                new Randoms(3).normal(40, 0.5, 1),
                new Randoms(4).normal(4, 1, 0.5),
                new Randoms(5).normal(4, 0, 0.5));
    }

    private static InstanceNormCall instances(GroupNormCall call) {
        return new InstanceNormCall(call.x(), call.layout(), call.weight(), call.bias(), call.eps());
    }

    /** So large a residual that its sign decides what relu does, whatever the normalized value adds. */
    private static double[] awayFromTheKink(double[] residual) {
        for (int i = 0; i < residual.length; i++) {
            residual[i] += Math.signum(residual[i]) * 5;
        }
        return residual;
    }

    private static void check(Problem problem, double[]... at) {
        List<double[]> arguments = List.of(at);
        List<double[]> gradients = problem.gradients(arguments);
        for (int a = 0; a < at.length; a++) {
            double[] slopes = new double[at[a].length];
            for (int i = 0; i < slopes.length; i++) {
                double value = at[a][i];
                at[a][i] = value + STEP;
                double above = problem.loss(arguments);
                at[a][i] = value - STEP;
                double below = problem.loss(arguments);
                at[a][i] = value;
                slopes[i] = (above - below) / (2 * STEP);
            }
            Closeness.assertClose("gradient of argument " + a, gradients.get(a), slopes, TOLERANCE);
        }
    }

    private static Tensor tensor(double[] values, Shape shape, Device device) {
        return Tensor.copyOf(values, shape, DType.F64, device);
    }

    private static double dot(double[] a, Tensor b) {
        double[] values = b.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * values[i];
        }
        return sum;
    }
}
