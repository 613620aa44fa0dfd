package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The inputs of one case, rounded to its type, and what the scalar device makes of them in float64, statistics
 * included. A backward pass gets saved statistics on the device under test, rounded to their type as a forward would
 * have saved them; the reference recomputes its own.
 */
final class Reference {
    private final Map<String, Tensor> inputs;
    private final Map<String, double[]> results;
    private final Scale scale;

    private Reference(Map<String, Tensor> inputs, Map<String, double[]> results, Scale scale) {
        this.inputs = inputs;
        this.results = results;
        this.scale = scale;
    }

    static Reference of(Case what, SampleData data) {
        Map<String, Tensor> rounded = new TreeMap<>();
        data.values()
                .forEach((name, tensor) ->
                        rounded.put(name, tensor.to(heldIn(what, name)).to(DType.F64)));
        Map<String, double[]> results = run(what.op(), rounded, wanted(what.op()));
        Map<String, double[]> statistics = results.containsKey("rstd") ? results : statistics(what.op(), rounded);
        for (String name : List.of("mean", "rstd")) {
            if (what.op().inputs().stream().anyMatch(input -> input.name().equals(name))) {
                double[] values = Objects.requireNonNull(statistics.get(name));
                rounded.put(
                        name, Tensor.copyOf(values, rowsOf(values), what.dtype().statistics(), Device.SCALAR));
            }
        }
        return new Reference(rounded, results, Scale.of(rounded, statistics));
    }

    /** Inputs on the heap, with the values of the type under test. */
    Map<String, Tensor> inputs() {
        return inputs;
    }

    Map<String, double[]> results() {
        return results;
    }

    Scale scale() {
        return scale;
    }

    /** The outputs that a comparison looks at: all that need no further input. */
    static Set<String> wanted(Op op) {
        Set<String> wanted = new TreeSet<>(op.outputs());
        wanted.remove("sum");
        wanted.remove("dresidual");
        return wanted;
    }

    private static Map<String, double[]> statistics(Op op, Map<String, Tensor> rounded) {
        Op forward = Ops.forwardOf(op);
        Set<String> wanted = new TreeSet<>(forward.outputs());
        wanted.retainAll(Set.of("mean", "rstd"));
        return run(forward, Map.of("x", rounded.get("x")), wanted);
    }

    private static Map<String, double[]> run(Op op, Map<String, Tensor> inputs, Set<String> wanted) {
        try (MemoryArguments arguments = new MemoryArguments(op, Device.SCALAR, DType.F64, inputs, wanted)) {
            op.prepare(arguments).run();
            Map<String, double[]> results = new LinkedHashMap<>();
            arguments.results().forEach((name, tensor) -> results.put(name, tensor.toDoubleArray()));
            return results;
        }
    }

    private static DType heldIn(Case what, String input) {
        return what.op().inputs().stream()
                .filter(declared -> declared.name().equals(input))
                .findFirst()
                .orElseThrow()
                .heldIn(what.dtype());
    }

    private static Shape rowsOf(double[] values) {
        return Shape.of(values.length);
    }
}
