package dev.evenkeel.bench.peers.natives;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, which infers: it has layer normalization's forward, and no gradients or batch statistics. */
public final class OnnxRuntime implements PeerLibrary {
    private int threads = 1;
    private @Nullable OrtEnvironment environment;

    /** For the service loader. */
    public OnnxRuntime() {}

    @Override
    public String candidate() {
        return "onnxruntime";
    }

    @Override
    public String open(int count) {
        threads = count;
        OrtEnvironment opened =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "evenkeel-peers");
        environment = opened;
        return "ONNX Runtime " + opened.getVersion() + ", threads: " + count + ", not spinning";
    }

    @Override
    public @Nullable Contender prepare(Problem problem, Data data) {
        if (!problem.op().equals("layer-norm")) {
            return null;
        }
        if (environment == null) {
            throw new IllegalStateException("not open");
        }
        try {
            return OnnxLayerNorm.open(problem, data, environment, threads);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + problem, e);
        }
    }
}
