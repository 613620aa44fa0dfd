package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes a tensor as {@code .npy} version 1.0, little-endian, C order, as NumPy itself would lay it out. A type that
 * NumPy lacks, bf16, is written as {@code <f4}, which holds it exactly.
 */
final class NpyWriter {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int ALIGNMENT = 64;

    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private NpyWriter(OutputStream out) {
        this.out = out;
    }

    static void write(Tensor tensor, OutputStream out) throws IOException {
        NpyWriter writer = new NpyWriter(out);
        switch (tensor.dtype()) {
            case F64 -> writer.doubles(tensor);
            case F32, BF16 -> writer.floats(tensor);
            case F16 -> writer.halves(tensor);
        }
    }

    private void doubles(Tensor tensor) throws IOException {
        out.write(header("<f8", tensor.shape()));
        for (double value : tensor.toDoubleArray()) {
            room(Double.BYTES).putDouble(value);
        }
        flush();
    }

    private void floats(Tensor tensor) throws IOException {
        out.write(header("<f4", tensor.shape()));
        for (float value : tensor.toFloatArray()) {
            room(Float.BYTES).putFloat(value);
        }
        flush();
    }

    private void halves(Tensor tensor) throws IOException {
        out.write(header("<f2", tensor.shape()));
        short[] bits = new short[(int) tensor.shape().count()];
        try (Tensor view = Tensor.wrap(bits, tensor.shape(), DType.F16, Device.SCALAR)) {
            view.copyFrom(tensor);
        }
        for (short value : bits) {
            room(Short.BYTES).putShort(value);
        }
        flush();
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (block.remaining() < bytes) {
            flush();
        }
        return block;
    }

    private void flush() throws IOException {
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    private static byte[] header(String descr, Shape shape) {
        String dims = LongStream.of(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String tuple = shape.rank() == 1 ? "(" + dims + ",)" : "(" + dims + ")";
        String dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int start = 10;
        int padded = (start + dict.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dict + " ".repeat(padded - start - dict.length() - 1) + "\n";
        return ByteBuffer.allocate(padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
