package dev.evenkeel.internal.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's declaration, read from the text of PTX: its name and the types of its parameters ({@code u64}, {@code f32}). */
record PtxEntry(String name, List<String> parameters) {
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+)\\s*\\(([^)]*)\\)");
    private static final Pattern PARAMETER = Pattern.compile("\\.param\\s+\\.(\\w+)\\s+(\\w+)");

    static List<PtxEntry> all(String ptx) {
        List<PtxEntry> entries = new ArrayList<>();
        for (Matcher entry = ENTRY.matcher(ptx); entry.find(); ) {
            List<String> parameters = new ArrayList<>();
            for (Matcher parameter = PARAMETER.matcher(entry.group(2)); parameter.find(); ) {
                parameters.add(parameter.group(1));
            }
            entries.add(new PtxEntry(entry.group(1), parameters));
        }
        return entries;
    }
}
