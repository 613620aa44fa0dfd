package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Call;
import dev.evenkeel.bench.Case;
import dev.evenkeel.bench.Operands;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** All who compute one case, on the same device, with memory of the same sizes; they take turns. */
final class Contest implements AutoCloseable {
    /** Elements of the largest x that results are checked at: the reference is one thread of the CPU. */
    private static final long MOST_CHECKED = 1 << 20;

    private final Case what;
    private final StreamClock clock;
    private final TensorScope scope = new TensorScope();
    private final List<Contender> contenders = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /**
     * Checks our result at a size that the reference can do, and gets everyone ready.
     *
     * @param flushBytes read and written between cold calls
     * @param peers who else computes; null for nobody
     */
    Contest(Case what, StreamClock clock, long flushBytes, @Nullable Peers peers) {
        this.what = what;
        this.clock = clock;
        new Case(what.operation(), what.dtype(), checked(what.shape()), what.device()).check();
        try {
            own(flushBytes);
            if (peers != null && peers.alive()) {
                theirs(flushBytes, peers);
            }
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    /** The same with fewer rows or images, but at least two. */
    private static Shape checked(Shape shape) {
        long rest = shape.count() / shape.dim(0);
        long first = Math.min(shape.dim(0), Math.max(2, MOST_CHECKED / rest));
        return Shape.of(LongStream.concat(
                        LongStream.of(first), LongStream.range(1, shape.rank()).map(axis -> shape.dim((int) axis)))
                .toArray());
    }

    private void own(long flushBytes) {
        Call call = what.operation().benchmark().call(what.shape(), Operands.on(what.device(), what.dtype(), scope));
        Runnable flush = copy(flushBytes);
        contenders.add(new OwnContender("evenkeel", call.operation(), flush, clock));
        contenders.add(new OwnContender("copy", copy(what.bytes()), flush, clock));
    }

    /** A copy that reads and writes this many bytes together. */
    private Runnable copy(long bytes) {
        Shape half = Shape.of(Math.max(1, bytes / 2 / DType.F32.bytes()));
        Tensor from = scope.add(Tensor.full(half, 1, DType.F32, what.device()));
        Tensor to = scope.add(Tensor.full(half, 0, DType.F32, what.device()));
        return () -> to.copyFrom(from);
    }

    private void theirs(long flushBytes, Peers peers) {
        try {
            JsonNode answer = peers.ask(
                    "prepare",
                    Map.of(
                            "op", what.operation().label(),
                            "dtype", what.dtype().label(),
                            "shape", what.shape().toArray(),
                            "flushBytes", flushBytes));
            answer.get("ready").forEach(ready -> contenders.add(PeerContender.of(ready, peers)));
            answer.get("skipped")
                    .forEach(one -> skipped.add(
                            one.get("provider").asText() + ": " + one.get("why").asText()));
        } catch (Peers.FailedException e) {
            skipped.add("peers: " + e.getMessage());
        }
    }

    /** Who could not take part, with the reason. */
    List<String> skipped() {
        return skipped;
    }

    /** Times everyone, cold and warm: in each round everyone in turn, each time beginning with another one. */
    List<GpuRow> rows(int rounds, int samplesPerRound) {
        Map<Contender, Map<Cache, List<Double>>> times = new LinkedHashMap<>();
        contenders.forEach(one -> times.put(one, new LinkedHashMap<>()));
        List<Contender> order = new ArrayList<>(contenders);
        for (Contender one : order) {
            one.micros(Cache.WARM, 2);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender one : order) {
                for (Cache cache : Cache.values()) {
                    DoubleStream.of(one.micros(cache, samplesPerRound))
                            .forEach(times.computeIfAbsent(one, key -> new LinkedHashMap<>())
                                    .computeIfAbsent(cache, key -> new ArrayList<>())::add);
                }
            }
            Collections.rotate(order, 1);
        }
        return rows(times);
    }

    private List<GpuRow> rows(Map<Contender, Map<Cache, List<Double>>> times) {
        List<GpuRow> rows = new ArrayList<>();
        times.forEach((one, byCache) -> byCache.forEach((cache, micros) -> rows.add(GpuRow.onDevice(
                what, one.provider(), cache, micros, fastestCopy(times, cache), one.error(), one.firstMicros()))));
        return rows;
    }

    /** The yardstick is whichever copy is fastest. */
    private static double fastestCopy(Map<Contender, Map<Cache, List<Double>>> times, Cache cache) {
        return times.entrySet().stream()
                .filter(entry -> entry.getKey().provider().startsWith("copy"))
                .map(entry -> entry.getValue().getOrDefault(cache, List.of()))
                .filter(micros -> !micros.isEmpty())
                .mapToDouble(GpuRow::median)
                .min()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        scope.close();
    }
}
