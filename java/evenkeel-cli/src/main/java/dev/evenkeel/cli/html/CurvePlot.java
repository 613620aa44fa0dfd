package dev.evenkeel.cli.html;

import java.awt.BasicStroke;
import java.util.Arrays;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One plot: a value of each of some runs, epoch after epoch.
 *
 * @param title its title
 * @param unit what the values are
 * @param byRun values of each run, that of epoch 1 first; one that is not finite leaves a gap
 * @param logarithmic whether the axis of values is; values that are not above 0 leave gaps then
 */
public record CurvePlot(String title, String unit, Map<String, double[]> byRun, boolean logarithmic) implements Plot {
    private static final int RUNS_WITHOUT_DASHES = 7;

    @Override
    public byte[] png(Theme theme) {
        XYChart chart = new XYChartBuilder()
                .width(PlotStyle.WIDTH)
                .height(PlotStyle.HEIGHT)
                .title(title)
                .xAxisTitle("epoch")
                .yAxisTitle(unit)
                .build();
        XYStyler styler = chart.getStyler();
        PlotStyle.apply(styler, theme);
        styler.setXAxisDecimalPattern("#,##0");
        // beside the plot, where any number of runs has room
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendLayout(Styler.LegendLayout.Vertical);
        if (logarithmic && byRun.values().stream().anyMatch(this::shows)) {
            styler.setYAxisLogarithmic(true);
            styler.setYAxisDecimalPattern("0.####");
        }
        int next = 0;
        for (Map.Entry<String, double[]> run : byRun.entrySet()) {
            if (shows(run.getValue())) {
                add(chart, run.getKey(), run.getValue(), next, theme);
            }
            next++;
        }
        return PlotStyle.png(chart);
    }

    private void add(XYChart chart, String name, double[] values, int position, Theme theme) {
        double[] epochs = new double[values.length];
        Arrays.setAll(epochs, i -> i + 1);
        double[] drawn = Arrays.stream(values)
                .map(value -> isDrawn(value) ? value : Double.NaN)
                .toArray();
        XYSeries series = chart.addSeries(name, epochs, drawn);
        series.setLineColor(theme.devices().get(position % theme.devices().size()));
        series.setLineStyle(
                position < RUNS_WITHOUT_DASHES
                        ? new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                        : PlotStyle.dashed());
        series.setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(series.getLineColor());
    }

    private boolean shows(double[] values) {
        return Arrays.stream(values).anyMatch(this::isDrawn);
    }

    private boolean isDrawn(double value) {
        return Double.isFinite(value) && (value > 0 || !logarithmic);
    }
}
