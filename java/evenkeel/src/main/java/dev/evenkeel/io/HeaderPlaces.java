package dev.evenkeel.io;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where the tensors of a file lie: one after the other, without gaps, until the file ends. */
final class HeaderPlaces {
    private final Path file;
    private final long dataBytes;

    private HeaderPlaces(Path file, long dataBytes) {
        this.file = file;
        this.dataBytes = dataBytes;
    }

    /** The tensors as they follow each other in the file. */
    static List<HeaderEntry> sorted(List<HeaderEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end))
                .toList();
    }

    /** Makes sure that the tensors share {@code dataBytes} among them. */
    static void check(Path file, List<HeaderEntry> entries, long dataBytes) throws SafeTensorsException {
        HeaderPlaces places = new HeaderPlaces(file, dataBytes);
        long end = 0;
        String before = "";
        for (HeaderEntry entry : sorted(entries)) {
            places.check(entry, end, before);
            end = entry.end();
            before = entry.name();
        }
        if (end < dataBytes) {
            throw places.bad((dataBytes - end) + " bytes too many: " + dataBytes + " bytes of values found, " + end
                    + " expected for the tensors in its header");
        }
    }

    private void check(HeaderEntry entry, long expected, String before) throws SafeTensorsException {
        String tensor = "tensor " + OneLine.quoted(entry.name());
        long begin = entry.begin();
        if (begin < expected) {
            throw bad(tensor + " and tensor " + OneLine.quoted(before) + " overlap: one begins at byte " + begin
                    + ", the other ends at " + expected);
        }
        if (begin > expected) {
            throw bad(tensor + " begins at byte " + begin + ", expected " + expected + ": " + (begin - expected)
                    + " bytes before it belong to no tensor");
        }
        if (entry.end() > dataBytes) {
            throw bad("truncated: " + dataBytes + " bytes of values found, " + entry.end() + " expected for " + tensor);
        }
    }

    private SafeTensorsException bad(String what) {
        return new SafeTensorsException(file, what);
    }
}
