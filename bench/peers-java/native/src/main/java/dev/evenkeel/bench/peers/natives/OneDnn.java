package dev.evenkeel.bench.peers.natives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** Intel's oneDNN. It takes its number of threads from {@code OMP_NUM_THREADS}. */
public final class OneDnn implements PeerLibrary {
    private @Nullable engine engine;
    private @Nullable stream stream;

    /** For the service loader. */
    public OneDnn() {}

    @Override
    public String candidate() {
        return "onednn";
    }

    @Override
    public String open(int threads) {
        engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
        stream = new stream(engine);
        dnnl_version_t version = dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
    }

    @Override
    public @Nullable Contender prepare(Problem problem, Data data) {
        if (engine == null || stream == null) {
            throw new IllegalStateException("not open");
        }
        return OneDnnNorm.fits(problem) ? new OneDnnNorm(problem, data, engine, stream) : null;
    }
}
