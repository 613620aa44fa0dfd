package dev.evenkeel.cli.compare;

import dev.evenkeel.Device;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.compare.measure.Case;
import dev.evenkeel.cli.compare.measure.CaseRun;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.report.Progress;
import dev.evenkeel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a plan. */
final class Comparison {
    private Comparison() {}

    /** The rows, in the order of the plan. */
    static List<Row> run(Plan plan, @Nullable Tensor activations, Budget budget) {
        List<Row> rows = new ArrayList<>();
        try (Progress progress = Progress.of("compare", plan.rows())) {
            for (Case what : plan.cases()) {
                CaseRun run = prepared(what, activations);
                for (Device device : plan.devices()) {
                    rows.add(run.on(device, budget.nextRowNanos(plan.rows() - rows.size())));
                    progress.step(what.op().name() + " " + what.shapeText());
                }
            }
        }
        return rows;
    }

    private static CaseRun prepared(Case what, @Nullable Tensor activations) {
        try {
            return new CaseRun(what, activations);
        } catch (IllegalArgumentException e) {
            throw new InputException(what.op().name() + " on shape " + what.shapeText() + ": " + e.getMessage(), e);
        }
    }
}
