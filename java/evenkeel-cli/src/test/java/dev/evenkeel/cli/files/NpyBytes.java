package dev.evenkeel.cli.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes {@code .npy} files byte by byte, good and bad ones; shares no code with what reads them. */
public final class NpyBytes {
    private NpyBytes() {}

    /** Version 1.0 with this header text, and these bytes after it. */
    public static byte[] of(String header, byte[] values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0});
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        out.write(text.length & 0xff);
        out.write(text.length >> 8);
        out.writeBytes(text);
        out.writeBytes(values);
        return out.toByteArray();
    }

    public static String header(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    public static byte[] floats(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return bytes.array();
    }

    public static byte[] doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    /** A file of float32 values. */
    public static Path floats(Path file, String shape, double... values) {
        return write(file, of(header("<f4", shape), floats(values)));
    }

    /** A file of float64 values. */
    public static Path doubles(Path file, String shape, double... values) {
        return write(file, of(header("<f8", shape), doubles(values)));
    }

    /** A file of float32 values 0, 1/4, 2/4 … with a wave on top, so that no row or channel is constant. */
    public static Path waves(Path file, String shape, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * 0.25 + Math.sin(i * 1.7);
        }
        return floats(file, shape, values);
    }

    public static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
