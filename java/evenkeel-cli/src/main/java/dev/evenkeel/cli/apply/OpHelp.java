package dev.evenkeel.cli.apply;

import dev.evenkeel.cli.ops.Input;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.cli.ops.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of operations that {@code apply --help} ends with. */
public final class OpHelp {
    private OpHelp() {}

    /** Its lines. */
    public static String[] lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Operations, with ? after inputs that may be left out, and the defaults of settings in brackets:");
        for (Op op : Ops.all()) {
            lines.add("");
            lines.add("  " + op.name());
            lines.add("    --in   " + op.inputs().stream().map(Input::toString).collect(Collectors.joining(", ")));
            lines.add("    --set  "
                    + settings(
                            op.settings().subList(0, Math.min(3, op.settings().size()))));
            if (op.settings().size() > 3) {
                lines.add("           "
                        + settings(op.settings().subList(3, op.settings().size())));
            }
            lines.add("    --out  " + String.join(", ", op.outputs()));
        }
        lines.add("");
        lines.add("Example:");
        lines.add("  evenkeel apply layer-norm --in x=x.npy --in weight=model.safetensors#ln.weight --out y=y.npy");
        return lines.toArray(String[]::new);
    }

    private static String settings(List<Setting<?>> settings) {
        return settings.stream().map(Setting::toString).collect(Collectors.joining(", "));
    }
}
