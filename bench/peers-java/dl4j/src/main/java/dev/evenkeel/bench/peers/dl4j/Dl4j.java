package dev.evenkeel.bench.peers.dl4j;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j, by the operations of ND4J that its layers call. Its threads are {@code OMP_NUM_THREADS}. */
public final class Dl4j implements PeerLibrary {
    private static final String VERSION = "1.0.0-M2.1";

    /** For the service loader. */
    public Dl4j() {}

    @Override
    public String candidate() {
        return "dl4j";
    }

    @Override
    public String open(int threads) {
        return "ND4J " + VERSION + " on " + Nd4j.getBackend().getClass().getSimpleName();
    }

    @Override
    public @Nullable Contender prepare(Problem problem, Data data) {
        return problem.rms() ? null : new Dl4jNorm(problem, data);
    }
}
