package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One tensor in a file whose header has been read and found good, and whose values have not been read yet. */
public sealed interface TensorFile permits NpyFile, SafetensorsFile {
    /**
     * Reads the header of {@code FILE.npy} or {@code FILE.safetensors#TENSOR}, and compares the size that it promises
     * with the file's.
     *
     * @throws InputException if there is no such file, or it is not what its name says, or is cut short
     */
    static TensorFile open(String name) {
        int hash = name.indexOf(SafetensorsFile.SUFFIX + "#");
        if (hash >= 0) {
            int end = hash + SafetensorsFile.SUFFIX.length();
            return SafetensorsFile.open(regular(name.substring(0, end)), name.substring(end + 1));
        }
        if (name.endsWith(SafetensorsFile.SUFFIX)) {
            return SafetensorsFile.openOnly(regular(name));
        }
        return NpyHeader.open(name, regular(name));
    }

    /** Whether outputs can be written under this name, which they can as {@code .npy} only. */
    static boolean isSafetensors(String name) {
        return name.endsWith(SafetensorsFile.SUFFIX) || name.contains(SafetensorsFile.SUFFIX + "#");
    }

    /** What the user called it: {@code x.npy} or {@code model.safetensors#weight}. */
    String name();

    /** The file. */
    Path path();

    /** Shape of the tensor. */
    Shape shape();

    /**
     * Reads the values, each converted to {@code dtype} with one rounding to nearest even.
     *
     * @param as the shape of the tensor made of them; has as many elements as the file's own
     */
    Tensor read(DType dtype, Shape as, Device device);

    /** As {@link #read(DType, Shape, Device)}, in the shape that the file gives. */
    default Tensor read(DType dtype, Device device) {
        return read(dtype, shape(), device);
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

    /** What the user is told of a failure to read. */
    static InputException unreadable(String name, IOException e) {
        String reason = e instanceof NoSuchFileException ? "no such file" : "can't be read: " + e.getMessage();
        return new InputException(name + ": " + reason, e);
    }
}
