package dev.evenkeel.parity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** What the file of libtorch's training runs says. */
final class TrainingCurve {
    private TrainingCurve() {}

    /** The loss of each step. */
    static double[] losses(String name) {
        return numbers(name + " loss ");
    }

    /** The sum of squares of a parameter after the last step. */
    static double squares(String name, int parameter) {
        return numbers(name + " parameter" + parameter + " ")[1];
    }

    private static double[] numbers(String prefix) {
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(TrainingCurve.class.getResourceAsStream("/golden/training_curves.txt")),
                StandardCharsets.UTF_8))) {
            String line =
                    file.lines().filter(l -> l.startsWith(prefix)).findFirst().orElseThrow();
            return Arrays.stream(line.substring(prefix.length()).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
