package dev.evenkeel.bench.peers.natives;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.Problem;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A model of one node, with inputs and outputs of the caller. */
final class OnnxLayerNorm implements Contender {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final Map<String, FloatBuffer> memory = new LinkedHashMap<>();

    private OnnxLayerNorm(OrtSession session) {
        this.session = session;
    }

    static OnnxLayerNorm open(Problem problem, Data data, OrtEnvironment environment, int threads) throws OrtException {
        long[] x = {problem.outer(), problem.parameters()};
        long[] parameters = {problem.parameters()};
        long[] statistics = {problem.outer(), 1};
        byte[] model = OnnxModel.layerNorm(x, (float) problem.eps());
        OnnxLayerNorm norm = new OnnxLayerNorm(session(environment, model, threads));
        norm.inputs.put("x", tensor(environment, Data.direct(data.x()), x));
        norm.inputs.put("weight", tensor(environment, Data.direct(data.weight()), parameters));
        norm.inputs.put("bias", tensor(environment, Data.direct(data.bias()), parameters));
        norm.output(environment, "y", problem.count(), x);
        norm.output(environment, "mean", problem.outer(), statistics);
        norm.output(environment, "rstd", problem.outer(), statistics);
        return norm;
    }

    /** Its threads would spin into other contenders' turns. */
    private static OrtSession session(OrtEnvironment environment, byte[] model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return environment.createSession(model, options);
        }
    }

    @Override
    public void run() {
        try {
            session.run(inputs, Set.of(), outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, float[]> outputs() {
        run();
        Map<String, float[]> copies = new LinkedHashMap<>();
        memory.forEach((name, values) -> copies.put(name, Data.array(values)));
        return copies;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private void output(OrtEnvironment environment, String name, int count, long[] shape) throws OrtException {
        FloatBuffer values = Data.direct(count);
        memory.put(name, values);
        outputs.put(name, tensor(environment, values, shape));
    }

    private static OnnxTensor tensor(OrtEnvironment environment, FloatBuffer values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, values, shape);
    }
}
