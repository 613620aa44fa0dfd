package dev.evenkeel.cli.html;

/** One plot. */
public sealed interface Plot permits CategoryPlot, CurvePlot {
    /** What it shows, in a few words. */
    String title();

    /** The plot as PNG, at twice the resolution that it is shown at. */
    byte[] png(Theme theme);
}
