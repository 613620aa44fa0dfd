package dev.evenkeel.bench.peers.dl4j;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LayerNorm;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LayerNormBp;
import org.nd4j.linalg.factory.Nd4j;

/** One normalization of ND4J, into outputs of the caller. */
final class Dl4jNorm implements Contender {
    private static final double MOMENTUM = 0.1;

    private final Problem problem;
    private final int axis;
    private final INDArray x;
    private final INDArray dy;
    private final INDArray weight;
    private final INDArray bias;
    private final INDArray mean;
    private final INDArray variance;
    private final INDArray output;
    private final INDArray dweight;
    private final INDArray dbias;
    private final INDArray dmean;
    private final INDArray dvariance;
    private final INDArray runningMean;
    private final INDArray runningVar;

    Dl4jNorm(Problem problem, Data data) {
        this.problem = problem;
        // its layer normalization takes rows only
        long[] dims = problem.byRows() ? new long[] {problem.outer(), problem.parameters()} : problem.dims();
        axis = problem.channelsLast() ? dims.length - 1 : 1;
        int parameters = problem.parameters();
        x = array(data.x(), dims);
        dy = problem.backward() ? array(data.dy(), dims) : Nd4j.empty();
        weight = array(data.weight(), parameters);
        bias = array(data.bias(), parameters);
        mean = array(data.mean(), problem.statistics());
        variance = array(data.variance(), problem.statistics());
        output = Nd4j.create(dims);
        dweight = Nd4j.create(parameters);
        dbias = Nd4j.create(parameters);
        dmean = Nd4j.create(problem.statistics());
        dvariance = Nd4j.create(problem.statistics());
        runningMean = Nd4j.create(parameters);
        runningVar = Nd4j.create(parameters);
    }

    @Override
    public void run() {
        if (problem.byRows()) {
            Nd4j.exec(
                    problem.backward()
                            ? new LayerNormBp(x, weight, bias, dy, output, dweight, dbias, true, axis)
                            : new LayerNorm(x, weight, bias, output, true, axis));
        } else if (problem.backward()) {
            execute(
                    "batchnorm_bp",
                    new INDArray[] {x, mean, variance, weight, bias, dy},
                    output,
                    dmean,
                    dvariance,
                    dweight,
                    dbias);
        } else {
            batchNorm();
        }
    }

    /** Statistics are the layer's work, and then the operation's input. */
    private void batchNorm() {
        int[] others = IntStream.range(0, x.rank()).filter(dim -> dim != axis).toArray();
        try (INDArray batchMean = x.mean(others);
                INDArray batchVariance = x.var(false, others)) {
            execute("batchnorm", new INDArray[] {x, batchMean, batchVariance, weight, bias}, output);
            runningMean.muli(1 - MOMENTUM).addi(batchMean.mul(MOMENTUM));
            runningVar.muli(1 - MOMENTUM).addi(batchVariance.mul(MOMENTUM));
        }
    }

    private void execute(String name, INDArray[] inputs, INDArray... outputs) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(1, 1, axis)
                .addFloatingPointArguments(problem.eps())
                .build());
    }

    @Override
    public Map<String, float[]> outputs() {
        run();
        return problem.backward()
                ? Map.of("dx", values(output), "dweight", values(dweight), "dbias", values(dbias))
                : Map.of("y", values(output));
    }

    private static INDArray array(float[] values, long... dims) {
        INDArray array = Nd4j.createUninitialized(dims);
        array.data().setData(values);
        return array;
    }

    private static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
