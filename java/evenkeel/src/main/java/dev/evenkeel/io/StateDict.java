package dev.evenkeel.io;

import dev.evenkeel.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values of a model by name, in order, as PyTorch's {@code state_dict()}: {@code layer1.0.bn1.running_mean}. Part
 * of a model is found by its prefix:
 *
 * <pre>{@code
 * StateDict model = SafeTensors.read(path);
 * StateDict norm = model.withPrefix("layer1.0.bn1."); // weight, bias, running_mean, ...
 * }</pre>
 *
 * Immutable and thread-safe.
 */
public final class StateDict {
    private final Map<String, StateValue> values;

    private StateDict(Map<String, StateValue> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Puts a dictionary together, entry by entry. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The value of this name.
     *
     * @throws IllegalArgumentException if there is none; the message says which names there are near it
     */
    public StateValue get(String name) {
        StateValue value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no tensor " + OneLine.quoted(name)
                    + (isEmpty() ? ", nor any other" : "; there are " + OneLine.near(name, names())));
        }
        return value;
    }

    /** Whether there is a value of this name. */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /** All names, in order. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Number of values. */
    public int size() {
        return values.size();
    }

    /** Whether there is no value at all. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The values whose names start with {@code prefix}, under the rest of their names; none if no name does. */
    public StateDict withPrefix(String prefix) {
        Map<String, StateValue> part = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), value);
            }
        });
        return new StateDict(part);
    }

    /** The same values under names that start with {@code prefix}: what {@link #withPrefix} takes apart. */
    public StateDict prefixed(String prefix) {
        Map<String, StateValue> whole = new LinkedHashMap<>();
        values.forEach((name, value) -> whole.put(prefix + name, value));
        return new StateDict(whole);
    }

    /** Whether the other has the same names with equal values, in whatever order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StateDict dict && values.equals(dict.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** All names with types and shapes. */
    @Override
    public String toString() {
        return "StateDict " + values;
    }

    /** Collects values, in the order that the dictionary keeps. Not thread-safe. */
    public static final class Builder {
        private final Map<String, StateValue> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a value.
         *
         * @throws IllegalArgumentException if the name is there already
         */
        public Builder put(String name, StateValue value) {
            if (values.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("there is a value of name " + OneLine.quoted(name) + " already");
            }
            return this;
        }

        /** Adds a copy of a tensor, as {@link #put(String, StateValue)}. */
        public Builder put(String name, Tensor tensor) {
            return put(name, StateValue.of(tensor));
        }

        /**
         * Adds all values of a dictionary, or none.
         *
         * @throws IllegalArgumentException if one of the names is there already
         */
        public Builder putAll(StateDict dict) {
            for (String name : dict.names()) {
                if (values.containsKey(name)) {
                    throw new IllegalArgumentException("there is a value of name " + OneLine.quoted(name) + " already");
                }
            }
            values.putAll(dict.values);
            return this;
        }

        /** The dictionary of what has been added so far. */
        public StateDict build() {
            return new StateDict(new LinkedHashMap<>(values));
        }
    }
}
