package dev.evenkeel.nn;

import dev.evenkeel.Shape;
import dev.evenkeel.io.StateDict;
import dev.evenkeel.io.StateValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reading and writing all slots of a layer. */
final class LayerState {
    private static final List<String> FLOATING = List.of("F64", "F32", "F16", "BF16");

    private LayerState() {}

    static StateDict read(Layer layer) {
        StateDict.Builder dict = StateDict.builder();
        layer.state().forEach(slot -> dict.put(slot.name(), slot.read()));
        return dict.build();
    }

    /** Checks every value before it writes the first. */
    static void write(Layer layer, StateDict dict) {
        List<StateSlot> slots = layer.state();
        List<String> faults = new ArrayList<>();
        for (StateSlot slot : slots) {
            if (dict.contains(slot.name())) {
                check(slot, dict.get(slot.name()), faults);
            } else if (slot.required()) {
                faults.add("missing " + slot.name());
            }
        }
        Set<String> known = slots.stream().map(StateSlot::name).collect(Collectors.toSet());
        dict.names().stream().filter(name -> !known.contains(name)).forEach(name -> faults.add("unexpected " + name));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("this state does not fit the layer: " + String.join("; ", faults));
        }
        for (StateSlot slot : slots) {
            slot.write(dict.contains(slot.name()) ? dict.get(slot.name()) : StateValue.ofLong(0));
        }
    }

    private static void check(StateSlot slot, StateValue value, List<String> faults) {
        Shape shape = value.shape();
        if (!shape.equals(slot.shape())) {
            faults.add(slot.name() + " has shape " + shape + ", expected " + slot.shape());
        } else if (slot.required() && !FLOATING.contains(value.dtype())) {
            faults.add(slot.name() + " has type " + value.dtype() + ", expected one of " + FLOATING);
        } else if (!slot.required() && !value.dtype().equals("I64")) {
            faults.add(slot.name() + " has type " + value.dtype() + ", expected I64");
        } else if (!slot.required() && value.longValue() < 0) {
            faults.add(slot.name() + " is " + value.longValue() + ", expected 0 or more");
        }
    }
}
