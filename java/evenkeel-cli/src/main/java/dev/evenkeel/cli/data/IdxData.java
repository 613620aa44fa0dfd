package dev.evenkeel.cli.data;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images in the IDX format of MNIST, Fashion-MNIST and others: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each plain or
 * {@code .gz}. An image is a sequence of its lines, pixels are numbers from 0 to 255.
 */
final class IdxData {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    private IdxData() {}

    /**
     * The folder's own two parts.
     *
     * @param limit how many images of each part to read; null for all
     * @throws InputException if a file is missing or isn't what its name says
     */
    static Split read(Path folder, @Nullable Integer limit) {
        Dataset train = part(folder, "train", limit);
        Dataset test = part(folder, "t10k", limit);
        if (!train.example().equals(test.example())) {
            throw new InputException(
                    folder + ": images to train on are " + train.example() + ", those to test on " + test.example());
        }
        int classes = Math.max(train.classes().size(), test.classes().size());
        return new Split(withClasses(train, classes), withClasses(test, classes));
    }

    private static Dataset withClasses(Dataset part, int count) {
        return new Dataset(part.example(), part.rows(), part.labels(), classes(count));
    }

    private static List<String> classes(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static Dataset part(Path folder, String prefix, @Nullable Integer limit) {
        Path images = find(folder, prefix + "-images-idx3-ubyte");
        Path labels = find(folder, prefix + "-labels-idx1-ubyte");
        try (DataInputStream imageBytes = open(images, IMAGES);
                DataInputStream labelBytes = open(labels, LABELS)) {
            int count = imageBytes.readInt();
            int labelled = labelBytes.readInt();
            if (count != labelled) {
                throw new InputException(images + ": has " + count + " images, but there are " + labelled + " labels");
            }
            int height = imageBytes.readInt();
            int width = imageBytes.readInt();
            if (count < 1 || height < 1 || width < 1 || (long) height * width > 1 << 24) {
                throw new InputException(images + ": says that it has " + count + " images of " + height + "x" + width);
            }
            int read = limit == null ? count : Math.min(count, limit);
            double[][] rows = new double[read][];
            int[] classOf = new int[read];
            for (int i = 0; i < read; i++) {
                rows[i] = numbers(imageBytes.readNBytes(height * width), height * width);
                classOf[i] = labelBytes.readUnsignedByte();
            }
            int classes = IntStream.of(classOf).max().orElseThrow() + 1;
            return new Dataset(Shape.of(height, width), rows, classOf, classes(classes));
        } catch (EOFException e) {
            throw new InputException(images + " or " + labels.getFileName() + ": ends too early", e);
        } catch (IOException e) {
            throw new InputException(images + " or " + labels.getFileName() + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static double[] numbers(byte[] pixels, int expected) throws EOFException {
        if (pixels.length < expected) {
            throw new EOFException();
        }
        double[] numbers = new double[expected];
        for (int i = 0; i < expected; i++) {
            numbers[i] = Byte.toUnsignedInt(pixels[i]);
        }
        return numbers;
    }

    private static Path find(Path folder, String file) {
        for (String name : List.of(file, file + ".gz")) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new InputException(folder + ": there is neither " + file + " nor " + file + ".gz in this folder");
    }

    private static DataInputStream open(Path file, int magic) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            DataInputStream in = new DataInputStream(new BufferedInputStream(plain));
            int found = in.readInt();
            if (found != magic) {
                throw new InputException(String.format(
                        "%s: starts with 0x%08x, but an IDX file of this name starts with 0x%08x", file, found, magic));
            }
            return in;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
