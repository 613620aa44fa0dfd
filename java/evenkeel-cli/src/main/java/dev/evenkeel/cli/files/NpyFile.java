package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The array in a {@code .npy} file.
 *
 * @param name what the user called it
 * @param path the file
 * @param shape shape of the tensor
 * @param type how an element lies in the file
 * @param columnMajor whether the first index runs fastest (Fortran order)
 * @param offset where the first value lies, in bytes from the start of the file
 */
record NpyFile(String name, Path path, Shape shape, ElementType type, boolean columnMajor, long offset)
        implements TensorFile {
    @Override
    public Tensor read(DType dtype, Shape as, Device device) {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(offset);
            return new ValueReader(this, in).read(dtype, as, device);
        } catch (IOException e) {
            throw TensorFile.unreadable(name, e);
        }
    }

    /** Bytes that the values take. */
    long valueBytes() {
        return Math.multiplyExact(shape.count(), (long) type.bytes());
    }
}
