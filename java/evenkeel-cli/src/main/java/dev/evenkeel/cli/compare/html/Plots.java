package dev.evenkeel.cli.compare.html;

import dev.evenkeel.DType;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.html.CategoryPlot;
import dev.evenkeel.cli.html.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plots of a comparison: for each type, speed and error of every case and device. */
final class Plots {
    /** Errors of zero are drawn here, as a logarithm needs something. */
    private static final double SMALLEST = 1e-17;

    /** Beyond this spread the small ones would not show as bars. */
    private static final double BARS_UP_TO = 50;

    private Plots() {}

    /** HTML of all plots. */
    static String html(List<Row> rows) {
        List<CategoryPlot> plots = new ArrayList<>();
        for (DType dtype : DType.values()) {
            List<Row> ofType =
                    rows.stream().filter(row -> row.what().dtype() == dtype).toList();
            if (!ofType.isEmpty()) {
                plots.add(speed(dtype, ofType));
                plots.add(error(dtype, ofType));
            }
        }
        return Figures.html(plots);
    }

    private static CategoryPlot speed(DType dtype, List<Row> rows) {
        return plot("Speed, " + dtype.label(), "GB/s of minimal bytes", rows, Row::gigabytesPerSecond, false);
    }

    private static CategoryPlot error(DType dtype, List<Row> rows) {
        return plot(
                "Error, " + dtype.label(),
                "relative L2",
                rows,
                row -> Math.max(SMALLEST, row.worst().relativeL2()),
                true);
    }

    private static CategoryPlot plot(
            String title, String unit, List<Row> rows, ToDoubleFunction<Row> value, boolean withLimits) {
        List<String> cases = rows.stream().map(Plots::label).distinct().toList();
        Map<String, List<@Nullable Double>> byDevice = new LinkedHashMap<>();
        for (String device :
                rows.stream().map(row -> row.device().toString()).distinct().toList()) {
            Map<String, Double> values = rows.stream()
                    .filter(row -> row.device().toString().equals(device))
                    .collect(Collectors.toMap(Plots::label, value::applyAsDouble, Math::max));
            List<@Nullable Double> inOrder = new ArrayList<>();
            cases.forEach(label -> inOrder.add(values.get(label)));
            byDevice.put(device, inOrder);
        }
        Map<String, Double> limits = rows.stream()
                .collect(Collectors.toMap(
                        Plots::label, row -> row.worst().tolerance().relativeL2(), Math::max));
        List<@Nullable Double> bounds = withLimits ? new ArrayList<>() : null;
        if (bounds != null) {
            cases.forEach(label -> bounds.add(limits.get(label)));
        }
        return new CategoryPlot(title, unit, cases, byDevice, bounds, withLimits || spread(byDevice) > BARS_UP_TO);
    }

    /** The largest value over the smallest. */
    private static double spread(Map<String, List<@Nullable Double>> byDevice) {
        double[] values = byDevice.values().stream()
                .flatMap(List::stream)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return values.length == 0 ? 1 : values[values.length - 1] / values[0];
    }

    private static String label(Row row) {
        String op = row.what()
                .op()
                .name()
                .replace("layer-norm", "ln")
                .replace("batch-norm", "bn")
                .replace("-backward", " bwd");
        return op + " " + row.what().shapeText();
    }
}
