package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.pytorch.global.torch.rms_norm;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.util.Map;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** RMS normalization of libtorch, which on the CPU it makes of several functions; without a saved statistic. */
final class LibtorchRmsNorm implements Contender {
    private final Problem problem;
    private final LibtorchTensors tensors;
    private final long[] row;
    private final Tensor x;
    private final TensorOptional weight;
    private final DoubleOptional eps;

    LibtorchRmsNorm(Problem problem, Data data) {
        this.problem = problem;
        tensors = new LibtorchTensors(problem);
        row = new long[] {problem.parameters()};
        x = tensors.activations(data.x());
        weight = new TensorOptional(tensors.vector(data.weight(), row));
        eps = new DoubleOptional(problem.eps());
    }

    @Override
    public void run() {
        rms_norm(x, row, weight, eps).close();
    }

    @Override
    public Map<String, float[]> outputs() {
        try (Tensor y = rms_norm(x, row, weight, eps)) {
            return Map.of("y", LibtorchTensors.array(y, problem.count()));
        }
    }
}
