package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The start of a {@code .npy} file: magic, version, length of the header, and the header, a Python dict.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 20;
    private static final Map<String, DType> TYPES = Map.of("f2", DType.F16, "f4", DType.F32, "f8", DType.F64);

    private final String name;

    private NpyHeader(String name) {
        this.name = name;
    }

    static NpyFile open(String name, Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return new NpyHeader(name).read(in, path, Files.size(path));
        } catch (IOException e) {
            throw TensorFile.unreadable(name, e);
        }
    }

    private NpyFile read(InputStream in, Path path, long size) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= start.length || start[i] != MAGIC[i]) {
                throw bad(size == 0 ? "is empty, not a .npy file" : "is not a .npy file (it doesn't start like one)");
            }
        }
        if (start.length < MAGIC.length + 2) {
            throw bad("truncated: it ends inside its header");
        }
        int major = start[MAGIC.length] & 0xff;
        if (major < 1 || major > 3) {
            throw bad(".npy version " + major + "." + start[MAGIC.length + 1] + " is not known; 1.0, 2.0 and 3.0 are");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        long length = unsigned(exactly(in, lengthBytes));
        if (length > MAX_HEADER) {
            throw bad("says its header has " + length + " bytes; that is no .npy file of an array of numbers");
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String header = new String(exactly(in, (int) length), charset);
        return checked(NpyDict.parse(name, header), path, start.length + lengthBytes + length, size);
    }

    private NpyFile checked(NpyDict dict, Path path, long offset, long size) {
        NpyFile file = new NpyFile(name, path, shape(dict), type(dict.descr()), dict.fortranOrder(), offset);
        long expected;
        try {
            expected = file.valueBytes();
        } catch (ArithmeticException e) {
            throw new InputException(name + ": shape " + file.shape() + " is too large", e);
        }
        long found = size - offset;
        if (found < expected) {
            throw bad("truncated: " + found + " bytes of values found, " + expected + " expected for shape "
                    + file.shape() + " of " + dict.descr());
        }
        if (found > expected) {
            throw bad((found - expected) + " bytes too many after the values of shape " + file.shape() + " of "
                    + dict.descr());
        }
        return file;
    }

    private Shape shape(NpyDict dict) {
        try {
            return Shape.of(dict.shape());
        } catch (IllegalArgumentException e) {
            throw new InputException(name + ": " + e.getMessage(), e);
        }
    }

    private ElementType type(String descr) {
        if (descr.matches("[|<>=]?O8?")) {
            throw bad("holds Python objects (dtype '" + descr + "', pickled), not numbers: that is never read");
        }
        DType dtype = descr.length() == 3 ? TYPES.get(descr.substring(1)) : null;
        if (dtype == null || (descr.charAt(0) != '<' && descr.charAt(0) != '>')) {
            throw bad("dtype '" + descr + "' is not read; float16, float32 and float64 are ('<f2', '<f4', '<f8', or"
                    + " big-endian with '>')");
        }
        return new ElementType(dtype, descr.charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw bad("truncated: it ends inside its header");
        }
        return bytes;
    }

    private static long unsigned(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.length == 2 ? buffer.getShort() & 0xffffL : buffer.getInt() & 0xffffffffL;
    }

    private InputException bad(String what) {
        return new InputException(name + ": " + what);
    }
}
