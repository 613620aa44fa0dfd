package dev.evenkeel.cli.html;

import dev.evenkeel.cli.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** One page of HTML that needs nothing else, for the screen and for paper. */
public final class Page {
    private Page() {}

    /**
     * The page.
     *
     * @param title its title and first heading
     * @param head HTML of what stands right under the heading
     * @param body HTML of the rest
     */
    public static String text(String title, String head, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + Html.escape(title) + "</title>\n<style>\n" + style() + "</style>\n</head>\n<body>\n"
                + "<header><h1>" + Html.escape(title) + "</h1>\n" + head + "</header>\n" + body + "</body>\n</html>\n";
    }

    /** HTML of a line that says what ran where and when. */
    public static String machine() {
        String time = ZonedDateTime.now(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        return "<p class=\"machine\">Evenkeel " + Html.escape(Version.text()) + " &middot; Java "
                + Html.escape(System.getProperty("java.version")) + " &middot; "
                + Html.escape(System.getProperty("os.name") + " " + System.getProperty("os.arch")) + " &middot; "
                + Runtime.getRuntime().availableProcessors() + " cores &middot; " + time + "</p>\n";
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
