package dev.evenkeel.bench.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.util.Arrays;
import java.util.Map;

/** One normalization of DJL, by the functions of its blocks. */
final class DjlNorm implements Contender {
    private static final int CHANNELS = 1;
    /** Weight of the old value, as DJL counts. */
    private static final float MOMENTUM = 0.9f;

    private final Problem problem;
    private final NDManager manager;
    private final NDArray x;
    private final NDArray weight;
    private final NDArray bias;
    private final NDArray runningMean;
    private final NDArray runningVar;

    DjlNorm(Problem problem, Data data, NDManager manager) {
        this.problem = problem;
        this.manager = manager;
        Shape parameters = new Shape(problem.parameters());
        x = manager.create(data.x(), new Shape(problem.dims()));
        weight = manager.create(data.weight(), parameters);
        bias = manager.create(data.bias(), parameters);
        float[] ones = new float[problem.parameters()];
        Arrays.fill(ones, 1);
        runningMean = manager.create(new float[problem.parameters()], parameters);
        runningVar = manager.create(ones, parameters);
    }

    @Override
    public void run() {
        call().close();
    }

    @Override
    public Map<String, float[]> outputs() {
        try (NDList result = call()) {
            return Map.of("y", result.get(0).toFloatArray());
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private NDList call() {
        float eps = (float) problem.eps();
        return problem.byRows()
                ? LayerNorm.layerNorm(x, new Shape(problem.parameters()), weight, bias, eps)
                : BatchNorm.batchNorm(x, runningMean, runningVar, weight, bias, CHANNELS, MOMENTUM, eps, true);
    }
}
