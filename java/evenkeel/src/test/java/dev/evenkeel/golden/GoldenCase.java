package dev.evenkeel.golden;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One case of a golden file: attributes, inputs and outputs by name. The files' README says how they are laid out. */
record GoldenCase(String name, Map<String, String> attributes, Map<String, Values> in, Map<String, Values> out) {

    record Values(DType dtype, Shape shape, double[] values) {
        Tensor on(Device device) {
            return Tensor.copyOf(values, shape, dtype, device);
        }
    }

    static List<GoldenCase> read(String resource) {
        List<GoldenCase> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GoldenCase.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    add(line.split("\t"), cases);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static void add(String[] fields, List<GoldenCase> cases) {
        if (fields[0].equals("CASE")) {
            cases.add(new GoldenCase(fields[1], new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>()));
            return;
        }
        GoldenCase last = cases.get(cases.size() - 1);
        switch (fields[0]) {
            case "ATTR" -> last.attributes.put(fields[1], fields[2]);
            case "IN" -> last.in.put(fields[1], values(fields));
            case "OUT" -> last.out.put(fields[1], values(fields));
            case "END" -> {}
            default -> throw new IllegalArgumentException("unknown line " + fields[0]);
        }
    }

    private static Values values(String[] fields) {
        double[] values = Arrays.stream(fields[4].split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Values(dtype(fields[2]), Shape.parse(fields[3]), values);
    }

    private static DType dtype(String name) {
        return switch (name) {
            case "float64" -> DType.F64;
            case "float32" -> DType.F32;
            case "float16" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            default -> throw new IllegalArgumentException("unknown type " + name);
        };
    }

    double number(String attribute) {
        return Double.parseDouble(attributes.get(attribute));
    }

    DType dtype() {
        return in.values().iterator().next().dtype();
    }

    /** An input on a device; null if the case does not have it. */
    @Nullable
    Tensor input(String input, Device device) {
        Values values = in.get(input);
        return values == null ? null : values.on(device);
    }

    @Override
    public String toString() {
        return name;
    }
}
