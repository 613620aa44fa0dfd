package dev.evenkeel.cli.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The header of a {@code .safetensors} file: eight bytes with its length, and JSON with type, shape and place of each
 * tensor. Entries must lie inside the file, must not overlap, and must be as long as type and shape say.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
final class Safetensors {
    private static final long MAX_HEADER = 100_000_000;
    private static final int LENGTH_BYTES = 8;
    private static final int NAMES_SHOWN = 12;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path path;
    private final List<SafetensorsEntry> entries;
    private final long dataOffset;

    private Safetensors(Path path, List<SafetensorsEntry> entries, long dataOffset) {
        this.path = path;
        this.entries = entries;
        this.dataOffset = dataOffset;
    }

    static Safetensors open(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return read(path, in, Files.size(path));
        } catch (JsonProcessingException e) {
            throw new InputException(path + ": its safetensors header is no good: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw TensorFile.unreadable(path.toString(), e);
        }
    }

    /** The one with this name. */
    TensorFile tensor(String name) {
        for (SafetensorsEntry entry : entries) {
            if (entry.name().equals(name)) {
                return file(entry);
            }
        }
        throw new InputException(path + ": has no tensor '" + name + "'; it has " + names());
    }

    /** The only one, for a file named without a tensor. */
    TensorFile onlyTensor() {
        if (entries.size() != 1) {
            throw new InputException(path + ": say which tensor, as in " + path + "#NAME; it has " + names());
        }
        return file(entries.get(0));
    }

    private TensorFile file(SafetensorsEntry entry) {
        String name = path + "#" + entry.name();
        return new TensorFile(name, path, entry.shape(), entry.type(name), false, dataOffset + entry.begin());
    }

    private String names() {
        if (entries.isEmpty()) {
            return "none";
        }
        String shown = String.join(
                ", ",
                entries.stream().limit(NAMES_SHOWN).map(SafetensorsEntry::name).toList());
        return entries.size() > NAMES_SHOWN ? shown + " and " + (entries.size() - NAMES_SHOWN) + " more" : shown;
    }

    private static Safetensors read(Path path, InputStream in, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw new InputException(path + ": is not a .safetensors file: " + size + " bytes are too few");
        }
        long length = ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > MAX_HEADER) {
            throw new InputException(path + ": is not a .safetensors file: its header would have "
                    + Long.toUnsignedString(length) + " bytes, more than " + MAX_HEADER);
        }
        if (length > size - LENGTH_BYTES) {
            throw new InputException(path + ": truncated: " + (size - LENGTH_BYTES) + " bytes found after the start, "
                    + length + " expected for the header alone");
        }
        List<SafetensorsEntry> entries = new ArrayList<>();
        try (JsonParser json = JSON.createParser(in.readNBytes((int) length))) {
            SafetensorsEntry.readAll(path.toString(), json, entries);
        }
        long dataOffset = LENGTH_BYTES + length;
        checkPlaces(path, entries, size - dataOffset);
        return new Safetensors(path, entries, dataOffset);
    }

    private static void checkPlaces(Path path, List<SafetensorsEntry> entries, long dataBytes) {
        long end = 0;
        String previous = "";
        List<SafetensorsEntry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingLong(SafetensorsEntry::begin).thenComparingLong(SafetensorsEntry::end));
        for (SafetensorsEntry entry : byPlace) {
            entry.checkLength(path.toString());
            if (entry.begin() < end) {
                throw new InputException(path + ": tensors '" + previous + "' and '" + entry.name() + "' overlap");
            }
            if (entry.end() > dataBytes) {
                throw new InputException(path + ": truncated: " + dataBytes + " bytes of values found, " + entry.end()
                        + " expected for tensor '" + entry.name() + "'");
            }
            end = entry.end();
            previous = entry.name();
        }
    }
}
