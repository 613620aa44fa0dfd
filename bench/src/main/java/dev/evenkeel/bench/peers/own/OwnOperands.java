package dev.evenkeel.bench.peers.own;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import dev.evenkeel.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of one call; outputs hold NaN until they are written. */
final class OwnOperands {
    private final Data data;
    private final Shape shape;
    private final Shape parameters;
    private final Shape statistics;
    private final Map<String, float[]> outputs = new LinkedHashMap<>();

    OwnOperands(Problem problem, Data data) {
        this.data = data;
        shape = Shape.of(problem.dims());
        parameters = Shape.of(problem.parameters());
        statistics = problem.byRows() ? shape.leading(shape.rank() - 1) : parameters;
    }

    Tensor x() {
        return wrap(data.x(), shape);
    }

    Tensor dy() {
        return wrap(data.dy(), shape);
    }

    Tensor weight() {
        return wrap(data.weight(), parameters);
    }

    Tensor bias() {
        return wrap(data.bias(), parameters);
    }

    Tensor savedMean() {
        return wrap(data.mean(), statistics);
    }

    Tensor savedRstd() {
        return wrap(data.rstd(), statistics);
    }

    /** A running statistic of each channel, which has seen nothing yet. */
    Tensor running(float value) {
        float[] values = new float[Math.toIntExact(parameters.count())];
        Arrays.fill(values, value);
        return wrap(values, parameters);
    }

    Shape parameterShape() {
        return parameters;
    }

    /** An output of x's shape. */
    Tensor output(String name) {
        return output(name, shape);
    }

    /** An output for each parameter. */
    Tensor parameterOutput(String name) {
        return output(name, parameters);
    }

    /** An output for each row or channel. */
    Tensor statisticsOutput(String name) {
        return output(name, statistics);
    }

    /** The call on these operands, as a contender. */
    Contender contender(Runnable call) {
        return new Contender() {
            @Override
            public void run() {
                call.run();
            }

            @Override
            public Map<String, float[]> outputs() {
                run();
                Map<String, float[]> copies = new LinkedHashMap<>();
                outputs.forEach((name, values) -> copies.put(name, values.clone()));
                return copies;
            }
        };
    }

    private Tensor output(String name, Shape of) {
        float[] values = new float[Math.toIntExact(of.count())];
        Arrays.fill(values, Float.NaN);
        outputs.put(name, values);
        return wrap(values, of);
    }

    private static Tensor wrap(float[] values, Shape of) {
        return Tensor.wrap(values, of, Device.CPU);
    }
}
