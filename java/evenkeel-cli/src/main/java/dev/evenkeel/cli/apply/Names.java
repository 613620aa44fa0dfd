package dev.evenkeel.cli.apply;

import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.ops.Input;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Setting;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The {@code NAME=VALUE} pairs of the command line, and whether an operation knows their names. */
final class Names {
    private Names() {}

    /** Splits at the first {@code =}. */
    static Map<String, String> split(String option, List<String> pairs) {
        Map<String, String> split = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                String form = option.equals("--set") ? "KEY=VALUE" : "NAME=FILE";
                throw new InputException(option + " '" + pair + "': expected " + form);
            }
            String name = pair.substring(0, equals);
            if (split.put(name, pair.substring(equals + 1)) != null) {
                throw new InputException(option + " " + name + " is given twice");
            }
        }
        return split;
    }

    static void check(Op op, Collection<String> inputs, Collection<String> settings, Collection<String> outputs) {
        List<String> knownInputs = op.inputs().stream().map(Input::name).toList();
        List<String> knownSettings = op.settings().stream().map(Setting::name).toList();
        inputs.forEach(name -> known(op, "input", name, knownInputs, op.inputs()));
        settings.forEach(name -> known(op, "setting", name, knownSettings, op.settings()));
        outputs.forEach(name -> known(op, "output", name, op.outputs(), op.outputs()));
        for (Input input : op.inputs()) {
            if (input.required() && !inputs.contains(input.name())) {
                throw new InputException(
                        op.name() + " needs --in " + input.name() + "=FILE; it takes " + list(op.inputs()));
            }
        }
        if (outputs.isEmpty()) {
            throw new InputException(
                    op.name() + ": nothing to write: give --out NAME=FILE; it has " + list(op.outputs()));
        }
    }

    private static void known(Op op, String what, String name, List<String> names, Collection<?> shown) {
        if (!names.contains(name)) {
            throw new InputException(op.name() + " has no " + what + " '" + name + "'; it has " + list(shown));
        }
    }

    private static String list(Collection<?> shown) {
        return shown.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
