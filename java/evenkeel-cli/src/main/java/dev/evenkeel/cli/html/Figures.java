package dev.evenkeel.cli.html;

import java.util.Base64;
import java.util.List;

/** Plots on a page: in the colours of the reader's screen, dark on white on paper. */
public final class Figures {
    private Figures() {}

    /** HTML of plots; a sentence with the reason if this Java can't draw. */
    public static String html(List<? extends Plot> plots) {
        try {
            StringBuilder html = new StringBuilder("<div class=\"plots\">\n");
            plots.forEach(plot -> html.append(figure(plot)));
            return html.append("</div>\n").toString();
        } catch (RuntimeException | LinkageError | InternalError e) {
            return "<p class=\"note\">There are no plots: this Java can't draw them (" + Html.escape(e.toString())
                    + ").</p>\n";
        }
    }

    private static String figure(Plot plot) {
        return "<figure><picture>\n<source media=\"screen and (prefers-color-scheme: dark)\" srcset=\""
                + data(plot.png(Theme.DARK)) + "\">\n<img alt=\"" + Html.escape(plot.title()) + "\" src=\""
                + data(plot.png(Theme.LIGHT)) + "\">\n</picture></figure>\n";
    }

    private static String data(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
