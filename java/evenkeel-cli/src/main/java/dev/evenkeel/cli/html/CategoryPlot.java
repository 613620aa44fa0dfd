package dev.evenkeel.cli.html;

import java.awt.Color;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One plot: a value for each case and device, or whoever else is compared.
 *
 * @param title its title
 * @param unit what the values are
 * @param cases labels of the cases
 * @param byDevice values of each device; null where there is none
 * @param limits an upper bound for each case, drawn as a dashed line; null for none
 * @param logarithmic whether the axis is, which takes values above 0 only; else they are drawn as bars
 */
public record CategoryPlot(
        String title,
        String unit,
        List<String> cases,
        Map<String, List<@Nullable Double>> byDevice,
        @Nullable List<@Nullable Double> limits,
        boolean logarithmic)
        implements Plot {
    /** No value is below 10 to the minus this. */
    private static final int ABOVE_ZERO = 20;

    @Override
    public byte[] png(Theme theme) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(PlotStyle.WIDTH)
                .height(PlotStyle.HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        style(chart.getStyler(), theme);
        addDevices(chart, theme);
        if (limits != null) {
            addLimits(chart, limits, theme);
        }
        return PlotStyle.png(chart);
    }

    private void addDevices(CategoryChart chart, Theme theme) {
        int next = 0;
        for (Map.Entry<String, List<@Nullable Double>> device : byDevice.entrySet()) {
            CategorySeries series = chart.addSeries(device.getKey(), cases, drawn(device.getValue()));
            Color colour = theme.devices().get(next++ % theme.devices().size());
            series.setFillColor(colour);
            series.setLineColor(colour);
            series.setMarkerColor(colour);
            if (logarithmic) {
                series.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
                series.setMarker(next % 2 == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
            }
        }
    }

    private void addLimits(CategoryChart chart, List<@Nullable Double> bounds, Theme theme) {
        CategorySeries series = chart.addSeries("allowed", cases, drawn(bounds));
        series.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(theme.limit());
        series.setLineStyle(PlotStyle.dashed());
    }

    private void style(CategoryStyler styler, Theme theme) {
        PlotStyle.apply(styler, theme);
        styler.setXAxisLabelRotation(cases.size() > 3 ? 90 : 0);
        // else every second label is left out
        styler.setXAxisTickMarkSpacingHint(PlotStyle.WIDTH / 40);
        if (logarithmic) {
            powersOfTen(styler);
        }
    }

    /**
     * XChart has logarithmic axes, but not for categories: logarithms are drawn, moved above 0, and labelled as powers.
     */
    private void powersOfTen(CategoryStyler styler) {
        List<Double> all = new ArrayList<>();
        byDevice.values().forEach(values -> all.addAll(drawn(values)));
        if (limits != null) {
            all.addAll(drawn(limits));
        }
        all.removeIf(Objects::isNull);
        styler.setYAxisMin(Math.floor(all.stream().min(Double::compare).orElse(0.0) - 0.1));
        styler.setYAxisMax(Math.ceil(all.stream().max(Double::compare).orElse(1.0) + 0.1));
        styler.setYAxisTickLabelsFormattingFunction(CategoryPlot::power);
    }

    private static String power(double drawn) {
        long exponent = Math.round(drawn) - ABOVE_ZERO;
        if (Math.abs(drawn - Math.rint(drawn)) > 1e-6) {
            return "";
        }
        return Math.abs(exponent) < 4
                ? BigDecimal.ONE.scaleByPowerOfTen((int) exponent).toPlainString()
                : "1e" + exponent;
    }

    private List<@Nullable Double> drawn(List<@Nullable Double> values) {
        List<@Nullable Double> drawn = new ArrayList<>();
        values.forEach(
                value -> drawn.add(value != null && logarithmic ? (Double) (ABOVE_ZERO + Math.log10(value)) : value));
        return drawn;
    }
}
