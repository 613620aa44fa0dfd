package dev.evenkeel.cli.html;

import java.util.List;
import java.util.stream.Collectors;

/** Small pieces of HTML. */
public final class Html {
    private Html() {}

    /** Text that means itself. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A row of heads; those of numbers end with {@code #}. */
    public static String heads(String... heads) {
        return List.of(heads).stream()
                .map(head -> head.endsWith("#")
                        ? "<th class=\"n\">" + escape(head.substring(0, head.length() - 1)) + "</th>"
                        : "<th>" + escape(head) + "</th>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    /** A cell of text. */
    public static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }

    /** A cell of a number. */
    public static String number(String text) {
        return "<td class=\"n\">" + escape(text) + "</td>";
    }

    /** A cell that says whether something passed. */
    public static String verdict(boolean passes) {
        return passes ? "<td class=\"pass\">pass</td>" : "<td class=\"fail\">FAIL</td>";
    }
}
