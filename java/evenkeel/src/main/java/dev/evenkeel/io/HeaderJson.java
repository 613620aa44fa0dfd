package dev.evenkeel.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.evenkeel.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a header: an object of objects, whose every field is known. */
final class HeaderJson {
    static final String METADATA = "__metadata__";
    /** Names of tensors are paths in a model, of some ten to some hundred characters. */
    static final int LONGEST_NAME = 50_000;

    private static final int DEEPEST = 3;
    private static final int LONGEST_NUMBER = 100;
    // names in files are anybody's: they are neither interned nor kept in a table that all parsers share
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(Header.LONGEST)
                    .build())
            .build();

    private final Path file;
    private final JsonParser json;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<HeaderEntry> entries = new ArrayList<>();

    private HeaderJson(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    static HeaderJson read(Path file, String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            HeaderJson header = new HeaderJson(file, json);
            header.readAll();
            return header;
        } catch (JsonProcessingException e) {
            throw new SafeTensorsException(file, "its header is not good JSON: " + e.getOriginalMessage(), e);
        }
    }

    Map<String, String> metadata() {
        return metadata;
    }

    List<HeaderEntry> entries() {
        return entries;
    }

    private void readAll() throws IOException {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                entries.add(readEntry(name));
            }
        }
        if (json.nextToken() != null) {
            throw new SafeTensorsException(file, "its header has more after the JSON object");
        }
    }

    private void readMetadata() throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            throw new SafeTensorsException(file, METADATA + " is not a JSON object of texts, but " + found());
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw new SafeTensorsException(
                        file, METADATA + " has " + found() + " under " + OneLine.quoted(key) + ", expected a text");
            }
            metadata.put(key, json.getText());
        }
    }

    private HeaderEntry readEntry(String name) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            throw bad(name, "its entry is " + found() + ", expected an object of dtype, shape and data_offsets");
        }
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> dtype = text(name);
                case "shape" -> shape = numbers(name, field);
                case "data_offsets" -> offsets = numbers(name, field);
                default ->
                    throw bad(
                            name,
                            "has an unknown field " + OneLine.quoted(field)
                                    + ", expected dtype, shape and data_offsets");
            }
        }
        return entry(name, present(name, "dtype", dtype), present(name, "shape", shape), offsets(name, offsets));
    }

    private HeaderEntry entry(String name, String dtype, long[] shape, long[] offsets) throws SafeTensorsException {
        try {
            StoredType type = StoredType.parse(dtype);
            Shape known = Shape.of(shape);
            long expected = type.bytes(known);
            long length = offsets[1] - offsets[0];
            if (length != expected) {
                throw bad(
                        name,
                        "data_offsets " + text(offsets) + " are " + length + " bytes, which is not what shape " + known
                                + " of " + dtype + " takes, " + expected);
            }
            return new HeaderEntry(name, type, known, offsets[0], offsets[1]);
        } catch (IllegalArgumentException e) {
            throw bad(name, String.valueOf(e.getMessage()));
        }
    }

    private long[] offsets(String name, long @Nullable [] read) throws SafeTensorsException {
        long[] offsets = present(name, "data_offsets", read);
        if (offsets.length != 2) {
            throw bad(name, "data_offsets " + text(offsets) + " are not two numbers, begin and end");
        }
        if (offsets[0] < 0 || offsets[1] < offsets[0]) {
            throw bad(name, "data_offsets " + text(offsets) + " are not 0 <= begin <= end");
        }
        return offsets;
    }

    private <T> T present(String name, String field, @Nullable T value) throws SafeTensorsException {
        if (value == null) {
            throw bad(name, "lacks " + field + ", expected dtype, shape and data_offsets");
        }
        return value;
    }

    private String text(String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw bad(name, "dtype is " + found() + ", expected a text such as \"F32\"");
        }
        return json.getText();
    }

    private long[] numbers(String name, String field) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            throw bad(name, field + " is " + found() + ", expected a list of whole numbers");
        }
        LongStream.Builder numbers = LongStream.builder();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw bad(name, field + " has " + found() + ", expected whole numbers");
            }
            if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw bad(name, field + " has " + found() + ", more than 64 bits hold");
            }
            numbers.add(json.getLongValue());
        }
        return numbers.build().toArray();
    }

    /** What there is at this place, as a message calls it. */
    private String found() throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "the text " + OneLine.quoted(json.getText());
            default -> json.getText();
        };
    }

    private static String text(long[] numbers) {
        return Arrays.toString(numbers);
    }

    private SafeTensorsException bad(String name, String what) {
        return new SafeTensorsException(file, "tensor " + OneLine.quoted(name) + ": " + what);
    }
}
