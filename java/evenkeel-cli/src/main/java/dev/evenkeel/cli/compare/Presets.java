package dev.evenkeel.cli.compare;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.ops.Op;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Shapes by name, for each family of operations. */
public final class Presets {
    private static final Map<String, Map<Op.Family, List<Shape>>> BY_NAME = new TreeMap<>(Map.of(
            "resnet50",
            channels("32x64x56x56", "32x256x28x28", "32x512x14x14", "32x1024x14x14", "32x2048x7x7"),
            "bert",
            rows("4096x768", "16384x768", "4096x1024", "32x512x768"),
            "llama",
            rows("2048x4096", "1024x8192", "4x512x5120"),
            "diffusion",
            groups("2x320x64x64", "2x640x32x32", "2x1280x16x16"),
            "latency",
            all(
                    List.of("1x768", "8x1024", "32x4096"),
                    List.of("2x64x7x7", "8x256x14x14", "64x512"),
                    List.of("1x320x8x8", "2x64x14x14")),
            "odd",
            all(
                    List.of("1x1", "3x1", "7x5", "33x257", "3x43x1023", "5x65537"),
                    List.of("5x3", "2x3x7x7", "5x17x31", "3x33x13x11", "1031x65", "2x5x3x7x11"),
                    List.of("2x3x7x7", "5x17x31", "3x33x13x11", "2x5x3x7x11"))));

    private static final Map<Op.Family, List<Shape>> QUICK = all(
            List.of("4096x1024", "37x1003"), List.of("16x64x56x56", "5x33x13x11"), List.of("4x64x56x56", "5x33x13x11"));
    private static final Map<Op.Family, List<Shape>> FULL = all(
            List.of(
                    "16384x768",
                    "8192x1024",
                    "4096x4096",
                    "1024x16384",
                    "65536x256",
                    "64x512x768",
                    "33x257",
                    "5x65537"),
            List.of(
                    "32x64x112x112",
                    "32x256x56x56",
                    "32x512x28x28",
                    "32x1024x14x14",
                    "32x2048x7x7",
                    "16384x768",
                    "5x33x13x11",
                    "1031x65"),
            List.of("8x320x64x64", "32x256x56x56", "2x128x256x256", "5x33x13x11"));

    private Presets() {}

    /** The shapes of a run that names none. */
    static List<Shape> byDefault(Op op, boolean full) {
        return of(full ? FULL : QUICK, op);
    }

    /** Their names. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * The shapes that a word of {@code --shape} stands for.
     *
     * @throws InputException if it is neither a preset nor a shape
     */
    public static List<Shape> named(String word, Op op) {
        Map<Op.Family, List<Shape>> preset = BY_NAME.get(word);
        return preset != null
                ? of(preset, op)
                : Stream.of(shape(word)).filter(s -> fits(s, op)).toList();
    }

    private static boolean fits(Shape shape, Op op) {
        return shape.rank() >= leastRank(op);
    }

    /** Dimensions that x has at least. */
    static int leastRank(Op op) {
        return switch (op.family()) {
            case ROWS, WEIGHTS -> 0;
            case CHANNELS -> 2;
            case GROUPS -> 3;
        };
    }

    private static Shape shape(String text) {
        if (!text.matches("\\d+(x\\d+)*")) {
            throw new InputException("--shape '" + text + "': expected a shape such as 4096x1024, or one of "
                    + String.join(", ", BY_NAME.keySet()));
        }
        try {
            Shape shape = Shape.parse(text);
            if (shape.count() == 0) {
                throw new InputException("--shape '" + text + "' has no elements to compare");
            }
            return shape;
        } catch (IllegalArgumentException e) {
            throw new InputException("--shape '" + text + "': " + e.getMessage(), e);
        }
    }

    private static List<Shape> of(Map<Op.Family, List<Shape>> shapes, Op op) {
        return shapes.getOrDefault(op.family(), List.of());
    }

    private static Map<Op.Family, List<Shape>> rows(String... shapes) {
        return Map.of(Op.Family.ROWS, parsed(List.of(shapes)));
    }

    private static Map<Op.Family, List<Shape>> channels(String... shapes) {
        return Map.of(Op.Family.CHANNELS, parsed(List.of(shapes)));
    }

    private static Map<Op.Family, List<Shape>> groups(String... shapes) {
        return Map.of(Op.Family.GROUPS, parsed(List.of(shapes)));
    }

    private static Map<Op.Family, List<Shape>> all(List<String> rows, List<String> channels, List<String> groups) {
        return Map.of(
                Op.Family.ROWS, parsed(rows), Op.Family.CHANNELS, parsed(channels), Op.Family.GROUPS, parsed(groups));
    }

    private static List<Shape> parsed(List<String> shapes) {
        return shapes.stream().map(Shape::parse).toList();
    }
}
