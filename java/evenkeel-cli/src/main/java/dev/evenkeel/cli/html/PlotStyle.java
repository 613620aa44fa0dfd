package dev.evenkeel.cli.html;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** What all plots look like. */
final class PlotStyle {
    static final int WIDTH = 620;
    static final int HEIGHT = 420;

    private static final int PIXELS_PER_POINT = 2;
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private PlotStyle() {}

    static void apply(AxesChartStyler styler, Theme theme) {
        styler.setChartBackgroundColor(theme.background());
        styler.setPlotBackgroundColor(theme.background());
        styler.setPlotBorderColor(theme.grid());
        styler.setPlotGridLinesColor(theme.grid());
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setChartFontColor(theme.text());
        styler.setAxisTickLabelsColor(theme.text());
        styler.setXAxisTickMarksColor(theme.grid());
        styler.setYAxisTickMarksColor(theme.grid());
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(BOLD);
        styler.setAxisTitleFont(SMALL);
        styler.setAxisTickLabelsFont(SMALL);
        styler.setLegendFont(SMALL);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBackgroundColor(theme.background());
        styler.setLegendBorderColor(theme.background());
        styler.setMarkerSize(8);
        styler.setYAxisDecimalPattern("#,##0.##");
    }

    static BasicStroke dashed() {
        return new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {5, 4}, 0);
    }

    static byte[] png(Chart<?, ?> chart) {
        BufferedImage image =
                new BufferedImage(WIDTH * PIXELS_PER_POINT, HEIGHT * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
