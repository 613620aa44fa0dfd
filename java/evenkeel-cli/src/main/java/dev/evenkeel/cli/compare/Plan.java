package dev.evenkeel.cli.compare;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.compare.measure.Case;
import dev.evenkeel.cli.ops.Op;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be compared: every case on every device.
 *
 * @param cases the cases, in the order of the table
 * @param devices the devices, the reference first
 */
record Plan(List<Case> cases, List<Device> devices) {

    /**
     * All combinations.
     *
     * @param shapes words of {@code --shape}; none for the shapes of a quick or full run
     * @throws InputException if none of the shapes suits any of the operations
     */
    static Plan of(List<Op> ops, List<DType> dtypes, List<String> shapes, boolean full, List<Device> devices) {
        List<Case> cases = new ArrayList<>();
        for (Op op : ops) {
            Set<Shape> chosen = new LinkedHashSet<>();
            shapes.forEach(word -> chosen.addAll(Presets.named(word, op)));
            if (shapes.isEmpty()) {
                chosen.addAll(Presets.byDefault(op, full));
            }
            chosen.forEach(shape -> dtypes.forEach(dtype -> cases.add(new Case(op, shape, dtype))));
        }
        if (cases.isEmpty()) {
            throw new InputException("--shape " + String.join(",", shapes) + " has no shape for "
                    + ops.stream().map(Op::name).collect(Collectors.joining(", ")));
        }
        return new Plan(cases, devices);
    }

    /** All operations that this shape of real activations suits. */
    static Plan of(List<Op> ops, List<DType> dtypes, Shape activations, List<Device> devices) {
        List<Case> cases = new ArrayList<>();
        for (Op op : ops) {
            if (activations.rank() >= Math.max(1, Presets.leastRank(op))) {
                dtypes.forEach(dtype -> cases.add(new Case(op, activations, dtype)));
            }
        }
        if (cases.isEmpty() || activations.count() == 0) {
            throw new InputException("input of shape " + activations + " is nothing that "
                    + ops.stream().map(Op::name).collect(Collectors.joining(", ")) + " can be compared on");
        }
        return new Plan(cases, devices);
    }

    /** How many rows the table will have. */
    int rows() {
        return cases.size() * devices.size();
    }
}
