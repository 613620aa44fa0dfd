package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.pytorch.global.torch.get_cpu_capability;
import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** PyTorch's C++ library, by the functions that its Python modules end in. */
public final class Libtorch implements PeerLibrary {
    private static final String VERSION = "2.7.1";

    /** Holds for as long as it is reachable, and for this thread. */
    private @Nullable NoGradGuard noGradients;

    /** For the service loader. */
    public Libtorch() {}

    @Override
    public String candidate() {
        return "libtorch";
    }

    @Override
    public String open(int threads) {
        Loader.load(torch.class);
        set_num_threads(threads);
        noGradients = new NoGradGuard();
        return "libtorch " + VERSION + ", " + get_cpu_capability().getString() + ", " + "threads: " + get_num_threads();
    }

    /** Gradients of RMS normalization are left out: only its autograd has them, which repeats the forward. */
    @Override
    public @Nullable Contender prepare(Problem problem, Data data) {
        if (problem.rms()) {
            return problem.backward() ? null : new LibtorchRmsNorm(problem, data);
        }
        return new LibtorchNorm(problem, data);
    }
}
