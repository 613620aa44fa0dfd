package dev.evenkeel.cli.compare;

import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.compare.measure.Case;
import dev.evenkeel.cli.compare.measure.CaseRun;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.compare.measure.SampleData;
import dev.evenkeel.cli.report.Progress;
import dev.evenkeel.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a plan. */
final class Comparison {
    /** Until the JVM has compiled an operation's loops over vectors, they are some thirty times slower. */
    private static final long COMPILE_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

    private Comparison() {}

    /** The rows, in the order of the plan. */
    static List<Row> run(Plan plan, @Nullable Tensor activations, Budget budget) {
        List<Row> rows = new ArrayList<>();
        Set<String> compiled = new HashSet<>();
        try (Progress progress = Progress.of("compare", plan.rows())) {
            SampleData data = null;
            for (Case what : plan.cases()) {
                if (data == null || !data.suits(what)) {
                    data = SampleData.of(what, activations);
                }
                CaseRun run = prepared(what, data);
                for (Device device : plan.devices()) {
                    boolean fresh =
                            device.equals(Device.CPU) && compiled.add(what.op().name());
                    long nanos = budget.nextRowNanos(plan.rows() - rows.size()) + (fresh ? COMPILE_NANOS : 0);
                    rows.add(row(run, what, device, nanos));
                    progress.step(what.op().name() + " " + what.shapeText());
                }
            }
        }
        return rows;
    }

    private static Row row(CaseRun run, Case what, Device device, long budgetNanos) {
        try {
            return run.on(device, budgetNanos);
        } catch (DeviceException e) {
            throw new InputException(
                    what.op().name() + " on shape " + what.shapeText() + " on " + device + ": " + e.getMessage(), e);
        }
    }

    private static CaseRun prepared(Case what, SampleData data) {
        try {
            return new CaseRun(what, data);
        } catch (IllegalArgumentException e) {
            throw new InputException(what.op().name() + " on shape " + what.shapeText() + ": " + e.getMessage(), e);
        }
    }
}
