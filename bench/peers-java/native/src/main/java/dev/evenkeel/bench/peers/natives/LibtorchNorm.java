package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.pytorch.global.torch.native_batch_norm;
import static org.bytedeco.pytorch.global.torch.native_batch_norm_backward;
import static org.bytedeco.pytorch.global.torch.native_layer_norm;
import static org.bytedeco.pytorch.global.torch.native_layer_norm_backward;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** One normalization of libtorch. Outputs are allocated by each call and given back: it has no other way for most. */
final class LibtorchNorm implements Contender {
    private static final double MOMENTUM = 0.1;

    private final Problem problem;

    private final LibtorchTensors tensors;
    private final long[] row;
    private final Tensor x;
    private final Tensor dy;
    private final Tensor mean;
    private final Tensor rstd;
    private final TensorOptional weight;
    private final TensorOptional bias;
    private final TensorOptional savedMean;
    private final TensorOptional savedRstd;
    private final TensorOptional runningMean;
    private final TensorOptional runningVar;
    private final BoolPointer all = new BoolPointer(3).put(0, true).put(1, true).put(2, true);

    LibtorchNorm(Problem problem, Data data) {
        this.problem = problem;
        tensors = new LibtorchTensors(problem);
        int parameters = problem.parameters();
        row = new long[] {parameters};
        x = tensors.activations(data.x());
        dy = problem.backward() ? tensors.activations(data.dy()) : new Tensor();
        mean = tensors.vector(data.mean(), statistics());
        rstd = tensors.vector(data.rstd(), statistics());
        weight = new TensorOptional(tensors.vector(data.weight(), row));
        bias = new TensorOptional(tensors.vector(data.bias(), row));
        savedMean = new TensorOptional(mean);
        savedRstd = new TensorOptional(rstd);
        runningMean = new TensorOptional(tensors.vector(new float[parameters], row));
        runningVar = new TensorOptional(tensors.vector(new float[parameters], row));
    }

    @Override
    public void run() {
        // closing the tuple frees its tensors
        call().close();
    }

    @Override
    public Map<String, float[]> outputs() {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        boolean backward = problem.backward();
        int second = backward ? problem.parameters() : problem.statistics();
        try (T_TensorTensorTensor_T result = call()) {
            outputs.put(backward ? "dx" : "y", LibtorchTensors.array(result.get0(), problem.count()));
            outputs.put(backward ? "dweight" : "mean", LibtorchTensors.array(result.get1(), second));
            outputs.put(backward ? "dbias" : "rstd", LibtorchTensors.array(result.get2(), second));
        }
        return outputs;
    }

    private T_TensorTensorTensor_T call() {
        if (problem.byRows()) {
            return problem.backward()
                    ? native_layer_norm_backward(dy, x, row, mean, rstd, weight, bias, all)
                    : native_layer_norm(x, row, weight, bias, problem.eps());
        }
        return problem.backward()
                ? native_batch_norm_backward(
                        dy, x, weight, runningMean, runningVar, savedMean, savedRstd, true, problem.eps(), all)
                : native_batch_norm(x, weight, bias, runningMean, runningVar, true, MOMENTUM, problem.eps());
    }

    /** Sizes of what layer normalization saves end with 1; batch normalization saves vectors. */
    private long[] statistics() {
        if (!problem.byRows()) {
            return row;
        }
        long[] sizes = Arrays.copyOf(problem.logicalDims(), problem.logicalDims().length);
        sizes[sizes.length - 1] = 1;
        return sizes;
    }
}
