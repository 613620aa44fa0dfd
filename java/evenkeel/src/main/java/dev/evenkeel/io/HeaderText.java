package dev.evenkeel.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The start of a file that is to be written: the header as the reference implementation writes it, without a blank,
 * padded with spaces so that the values begin at a multiple of 8.
 */
final class HeaderText {
    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Comparator<HeaderEntry> ORDER = Comparator.comparing(HeaderEntry::type)
            .reversed()
            .thenComparing(entry -> entry.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private HeaderText() {}

    /** Names in the order of their values in the file: the widest types first, then by name, byte by byte. */
    static List<String> order(StateDict dict) {
        return dict.names().stream()
                .map(name -> entry(name, dict.get(name), 0))
                .sorted(ORDER)
                .map(HeaderEntry::name)
                .toList();
    }

    /**
     * The length and the header of a file with these values in this order.
     *
     * @throws IllegalArgumentException if the format does not allow a name, or so long a header
     */
    static ByteBuffer of(StateDict dict, List<String> order, Map<String, String> metadata) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            writeMetadata(json, metadata);
            long begin = 0;
            for (String name : order) {
                HeaderEntry entry = entry(name, dict.get(name), begin);
                writeEntry(json, entry);
                begin = entry.end();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return framed(text.getBuffer());
    }

    private static HeaderEntry entry(String name, StateValue value, long begin) {
        return new HeaderEntry(name, value.type(), value.shape(), begin, Math.addExact(begin, value.byteCount()));
    }

    private static void writeMetadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        if (metadata.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(HeaderJson.METADATA);
        for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(checked(text.getKey()), text.getValue());
        }
        json.writeEndObject();
    }

    private static void writeEntry(JsonGenerator json, HeaderEntry entry) throws IOException {
        if (entry.name().equals(HeaderJson.METADATA)) {
            throw new IllegalArgumentException("no tensor can have the name " + HeaderJson.METADATA);
        }
        json.writeObjectFieldStart(checked(entry.name()));
        json.writeStringField("dtype", entry.type().name());
        json.writeFieldName("shape");
        writeNumbers(json, entry.shape().toArray());
        json.writeFieldName("data_offsets");
        writeNumbers(json, entry.begin(), entry.end());
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, long... numbers) throws IOException {
        json.writeArray(numbers, 0, numbers.length);
    }

    private static String checked(String name) {
        if (name.length() > HeaderJson.LONGEST_NAME) {
            throw new IllegalArgumentException("name " + OneLine.quoted(name) + " has " + name.length()
                    + " characters, more than the " + HeaderJson.LONGEST_NAME + " that are read back");
        }
        return name;
    }

    private static ByteBuffer framed(CharSequence text) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a name or a text of the metadata has half of a surrogate pair", e);
        }
        int length = (encoded.remaining() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > Header.LONGEST) {
            throw new IllegalArgumentException(
                    "the header would have " + length + " bytes, more than the " + Header.LONGEST + " that are read");
        }
        byte[] start = new byte[Header.LENGTH_BYTES + length];
        Arrays.fill(start, (byte) ' ');
        ByteBuffer framed = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        return framed.putLong(length).put(encoded).rewind();
    }
}
