package dev.evenkeel.internal.cuda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was decided and looked up for a call, by all that it follows from, so that later calls alike find it. Of shapes
 * without end only so many are kept. Thread-safe.
 *
 * @param <K> the facts; equal ones have equal plans
 * @param <P> a plan; immutable
 */
final class Plans<K, P> {
    private static final int MOST = 1024;

    private final Map<K, P> plans = new ConcurrentHashMap<>();
    private final Function<K, P> make;

    Plans(Function<K, P> make) {
        this.make = make;
    }

    /** The plan for these facts. */
    P of(K facts) {
        P plan = plans.get(facts);
        if (plan == null) {
            if (plans.size() >= MOST) {
                plans.clear();
            }
            plan = make.apply(facts);
            plans.put(facts, plan);
        }
        return plan;
    }
}
