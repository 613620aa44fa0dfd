package dev.evenkeel.cli.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
