package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One tensor in a file whose header has been read and found good, and whose values have not been read yet.
 *
 * @param name what the user called it: {@code x.npy} or {@code model.safetensors#weight}
 * @param path the file
 * @param shape shape of the tensor
 * @param type how an element lies in the file
 * @param columnMajor whether the first index runs fastest (Fortran order)
 * @param offset where the first value lies, in bytes from the start of the file
 */
public record TensorFile(String name, Path path, Shape shape, ElementType type, boolean columnMajor, long offset) {
    private static final String SAFETENSORS = ".safetensors";

    /**
     * Reads the header of {@code FILE.npy} or {@code FILE.safetensors#TENSOR}, and compares the size that it promises
     * with the file's.
     *
     * @throws InputException if there is no such file, or it is not what its name says, or is cut short
     */
    public static TensorFile open(String name) {
        int hash = name.indexOf(SAFETENSORS + "#");
        if (hash >= 0) {
            int end = hash + SAFETENSORS.length();
            return Safetensors.open(regular(name.substring(0, end))).tensor(name.substring(end + 1));
        }
        if (name.endsWith(SAFETENSORS)) {
            return Safetensors.open(regular(name)).onlyTensor();
        }
        return NpyHeader.open(name, regular(name));
    }

    /** Whether outputs can be written under this name, which they can as {@code .npy} only. */
    static boolean isSafetensors(String name) {
        return name.endsWith(SAFETENSORS) || name.contains(SAFETENSORS + "#");
    }

    /**
     * Reads the values, each converted to {@code dtype} with one rounding to nearest even.
     *
     * @param as the shape of the tensor made of them; has as many elements as the file's own
     */
    public Tensor read(DType dtype, Shape as, Device device) {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(offset);
            return new ValueReader(this, in).read(dtype, as, device);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** As {@link #read(DType, Shape, Device)}, in the shape that the file gives. */
    public Tensor read(DType dtype, Device device) {
        return read(dtype, shape, device);
    }

    /** Bytes that the values take. */
    long valueBytes() {
        return Math.multiplyExact(shape.count(), (long) type.bytes());
    }

    private static Path regular(String name) {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new InputException(name + ": no such file");
        }
        if (Files.isDirectory(path)) {
            throw new InputException(name + ": is a directory, not a file");
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(name + ": is not a regular file");
        }
        return path;
    }

    static InputException unreadable(String name, IOException e) {
        String reason = e instanceof NoSuchFileException ? "no such file" : "can't be read: " + e.getMessage();
        return new InputException(name + ": " + reason, e);
    }
}
