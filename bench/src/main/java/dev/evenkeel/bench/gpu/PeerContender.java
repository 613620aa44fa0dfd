package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that the peers' process makes; what it has ready changes with every case. */
record PeerContender(
        String provider, @Nullable Double error, @Nullable Double firstMicros, Peers peers) implements Contender {
    /** What an answer to {@code prepare} says is ready. */
    static PeerContender of(JsonNode ready, Peers peers) {
        return new PeerContender(
                ready.get("provider").asText(), number(ready.get("error")), number(ready.get("firstMicros")), peers);
    }

    @Nullable
    private static Double number(@Nullable JsonNode node) {
        return node == null || !node.isNumber() ? null : (Double) node.doubleValue();
    }

    @Override
    public double[] micros(Cache cache, int count) {
        try {
            JsonNode answer = peers.ask("sample", Map.of("provider", provider, "cache", cache.label(), "count", count));
            double[] micros = new double[answer.get("micros").size()];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = answer.get("micros").get(i).doubleValue();
            }
            return micros;
        } catch (Peers.FailedException e) {
            return new double[0];
        }
    }
}
