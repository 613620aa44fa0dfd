package dev.evenkeel.bench.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import org.jspecify.annotations.Nullable;

/** Deep Java Library on PyTorch's engine. */
public final class Djl implements PeerLibrary {
    private @Nullable NDManager manager;

    /** For the service loader. */
    public Djl() {}

    @Override
    public String candidate() {
        return "djl";
    }

    @Override
    public String open(int threads) {
        // read when the engine starts
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        manager = NDManager.newBaseManager();
        Engine engine = Engine.getInstance();
        return "DJL " + Engine.getDjlVersion() + " on " + engine.getEngineName() + " " + engine.getVersion();
    }

    /** Gradients come from an autograd that repeats the forward, so there is none of them; nor of channels last. */
    @Override
    public @Nullable Contender prepare(Problem problem, Data data) {
        if (manager == null) {
            throw new IllegalStateException("not open");
        }
        return problem.backward() || problem.rms() || problem.channelsLast()
                ? null
                : new DjlNorm(problem, data, manager.newSubManager());
    }
}
