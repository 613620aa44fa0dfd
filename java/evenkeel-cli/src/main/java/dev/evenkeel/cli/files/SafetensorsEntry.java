package dev.evenkeel.cli.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the header says of one tensor.
 *
 * @param name its name
 * @param dtype its type in the format's own letters; there are more than Evenkeel reads
 * @param shape its shape
 * @param begin where its values begin, in bytes after the header
 * @param end where they end
 */
record SafetensorsEntry(String name, String dtype, Shape shape, long begin, long end) {
    private static final String METADATA = "__metadata__";
    private static final Map<String, DType> TYPES =
            Map.of("F16", DType.F16, "BF16", DType.BF16, "F32", DType.F32, "F64", DType.F64);

    /** Reads the whole header into {@code entries}. */
    static void readAll(String file, JsonParser json, List<SafetensorsEntry> entries) throws IOException {
        require(file, json.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            require(file, json.nextToken() == JsonToken.START_OBJECT, "has no object for '" + name + "'");
            if (name.equals(METADATA)) {
                json.skipChildren();
            } else {
                entries.add(read(file, name, json));
            }
        }
        require(file, json.nextToken() == null, "has more after the JSON object");
    }

    private static SafetensorsEntry read(String file, String name, JsonParser json) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = json.getValueAsString();
                case "shape" -> shape = numbers(file, name, json);
                case "data_offsets" -> offsets = numbers(file, name, json);
                default -> json.skipChildren();
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw bad(file, "lacks dtype, shape or data_offsets of tensor '" + name + "'");
        }
        if (offsets.length != 2 || offsets[0] < 0 || offsets[0] > offsets[1]) {
            throw bad(file, "has bad data_offsets of tensor '" + name + "'");
        }
        try {
            return new SafetensorsEntry(name, dtype, Shape.of(shape), offsets[0], offsets[1]);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": tensor '" + name + "': " + e.getMessage(), e);
        }
    }

    /** How an element lies in the file, if Evenkeel reads its type. */
    ElementType type(String file) {
        DType known = TYPES.get(dtype);
        if (known == null) {
            throw new InputException(file + ": dtype " + dtype + " is not read; F16, BF16, F32 and F64 are");
        }
        return ElementType.littleEndian(known);
    }

    /** Compares the length with type and shape, as far as the type is known. */
    void checkLength(String file) {
        DType known = TYPES.get(dtype);
        if (known != null
                && (shape.count() > Long.MAX_VALUE / known.bytes() || end - begin != shape.count() * known.bytes())) {
            throw new InputException(file + ": tensor '" + name + "' has " + (end - begin)
                    + " bytes, which is not what shape " + shape + " of " + dtype + " takes");
        }
    }

    private static long[] numbers(String file, String name, JsonParser json) throws IOException {
        String what = "has something other than whole numbers in a list of tensor '" + name + "'";
        require(file, json.currentToken() == JsonToken.START_ARRAY, what);
        List<Long> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(file, json.currentToken() == JsonToken.VALUE_NUMBER_INT, what);
            values.add(json.getLongValue());
        }
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static void require(String file, boolean condition, String what) {
        if (!condition) {
            throw bad(file, what);
        }
    }

    private static InputException bad(String file, String what) {
        return new InputException(file + ": its safetensors header " + what);
    }
}
