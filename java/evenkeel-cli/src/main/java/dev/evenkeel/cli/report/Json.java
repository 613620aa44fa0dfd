package dev.evenkeel.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.StringWriter;

/** Output for machines. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Something with a JSON form. */
    @FunctionalInterface
    public interface Content {
        /** Writes one value. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** The text of one value, indented, with a line end. */
    public static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
            json.setPrettyPrinter(printer);
            content.writeTo(json);
        } catch (IOException e) {
            throw new InputException("can't write JSON: " + e.getMessage(), e);
        }
        return text + "\n";
    }

    /** A number, or null where it is not finite, which JSON has no number for. */
    public static void number(JsonGenerator json, String key, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(key, value);
        } else {
            json.writeNullField(key);
        }
    }
}
