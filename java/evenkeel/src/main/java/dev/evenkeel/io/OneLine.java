package dev.evenkeel.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Text of files in messages: whatever a file holds, the message is one line, and not a long one. */
final class OneLine {
    private static final int LONGEST = 800;
    private static final int LONGEST_NAME = 120;
    private static final int NAMES_SHOWN = 12;

    private OneLine() {}

    /** The text with what would break or hide a line escaped, cut where it gets too long. */
    static String of(String text) {
        return cut(escaped(text), LONGEST);
    }

    /** A name in quotes. */
    static String quoted(String name) {
        return "'" + cut(escaped(name), LONGEST_NAME) + "'";
    }

    /** What there is instead of {@code wanted}: all names if they are few, otherwise those that look most like it. */
    static String near(String wanted, Collection<String> names) {
        List<String> shown = names.size() <= NAMES_SHOWN
                ? List.copyOf(names)
                : names.stream()
                        .sorted(Comparator.comparingInt((String name) -> likeness(name, wanted))
                                .reversed())
                        .limit(NAMES_SHOWN)
                        .toList();
        String list =
                shown.stream().map(name -> cut(escaped(name), LONGEST_NAME)).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? list + " and " + (names.size() - NAMES_SHOWN) + " more" : list;
    }

    /** Characters that two names share at their start and at their end. */
    private static int likeness(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int start = 0;
        while (start < most && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return start + end;
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }

    private static String escaped(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> escape(line, point);
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> escape(line, point);
                default -> line.appendCodePoint(point);
            }
        });
        return line.toString();
    }

    private static void escape(StringBuilder line, int point) {
        line.append(String.format("\\u%04x", point));
    }
}
