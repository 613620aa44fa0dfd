package dev.evenkeel.cli.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table with a line of column names: one column has the classes, the others are numbers. */
final class CsvData {
    private final String name;
    private final List<String> columns;
    private final int labelColumn;
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();

    private CsvData(String name, List<String> columns, int labelColumn) {
        this.name = name;
        this.columns = columns;
        this.labelColumn = labelColumn;
    }

    /**
     * Reads a table.
     *
     * @param name what messages call it
     * @param label the name of the column with the classes; the last column if null
     * @throws InputException if it isn't such a table; says where
     */
    static Dataset read(String name, InputStream in, @Nullable String label) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .detectBomHeader(true)
                .trimWhitespacesAroundQuotes(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(in)) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw new InputException(name + ": is empty");
            }
            CsvData table = headed(name, records.next().getFields(), label);
            records.forEachRemaining(table::add);
            return table.dataset();
        } catch (IOException | UncheckedIOException | CsvParseException e) {
            throw new InputException(name + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static CsvData headed(String name, List<String> header, @Nullable String label) {
        List<String> columns = header.stream().map(String::strip).toList();
        Set<String> different = new HashSet<>();
        for (String column : columns) {
            if (!different.add(column)) {
                throw new InputException(name + ": two columns are called '" + column + "'");
            }
        }
        int at = label == null ? columns.size() - 1 : columns.indexOf(label);
        if (at < 0) {
            throw new InputException(
                    name + ": there is no column '" + label + "' (--label), but " + String.join(", ", columns));
        }
        if (columns.size() < 2) {
            throw new InputException(name + ": has one column, but needs one with classes and one with numbers");
        }
        return new CsvData(name, columns, at);
    }

    private void add(CsvRecord csv) {
        String where = name + ": row " + (rows.size() + 1) + " (line " + csv.getStartingLineNumber() + ")";
        if (csv.getFieldCount() != columns.size()) {
            throw new InputException(
                    where + ": has " + csv.getFieldCount() + " columns, the header has " + columns.size());
        }
        double[] row = new double[columns.size() - 1];
        for (int c = 0; c < columns.size(); c++) {
            if (c != labelColumn) {
                row[c < labelColumn ? c : c - 1] = number(csv.getField(c), where + ", column '" + columns.get(c) + "'");
            }
        }
        String label = csv.getField(labelColumn).strip();
        if (label.isEmpty()) {
            throw new InputException(where + ", column '" + columns.get(labelColumn) + "': there is no class");
        }
        rows.add(row);
        labels.add(label);
    }

    private static double number(String text, String where) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InputException(where + ": '" + text + "' is not a number", e);
        }
        if (!Double.isFinite(number)) {
            throw new InputException(where + ": '" + text + "' is not a finite number");
        }
        return number;
    }

    private Dataset dataset() {
        if (rows.isEmpty()) {
            throw new InputException(name + ": has a header and no rows");
        }
        List<String> classes = labels.stream().distinct().sorted(order()).toList();
        if (classes.size() < 2) {
            throw new InputException(name + ": column '" + columns.get(labelColumn) + "' has one class, '"
                    + classes.get(0) + "', but there must be something to tell apart");
        }
        return new Dataset(
                Shape.of(columns.size() - 1),
                rows.toArray(double[][]::new),
                labels.stream().mapToInt(classes::indexOf).toArray(),
                classes);
    }

    /** By number if all classes are numbers, else by text. */
    private Comparator<String> order() {
        boolean numbers = labels.stream().allMatch(label -> label.matches("[+-]?\\d{1,9}"));
        return numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder();
    }
}
