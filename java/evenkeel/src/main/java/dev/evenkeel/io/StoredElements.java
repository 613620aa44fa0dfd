package dev.evenkeel.io;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Elements of tensors as little-endian bytes and back, by way of Java arrays, bit for bit. */
final class StoredElements {
    private StoredElements() {}

    /** The elements of a tensor on any device; they fit an array. */
    static ByteRun of(Tensor tensor) {
        int count = (int) tensor.shape().count();
        int bytes = tensor.dtype().bytes();
        List<ByteBuffer> pieces = ByteRun.allocate((long) count * bytes);
        switch (tensor.dtype()) {
            case F64 -> {
                double[] values = new double[count];
                Tensor.wrap(values, tensor.shape(), Device.CPU).copyFrom(tensor);
                forEach(pieces, bytes, (piece, at, n) -> piece.asDoubleBuffer().put(values, at, n));
            }
            case F32 -> {
                float[] values = new float[count];
                Tensor.wrap(values, tensor.shape(), Device.CPU).copyFrom(tensor);
                forEach(pieces, bytes, (piece, at, n) -> piece.asFloatBuffer().put(values, at, n));
            }
            case F16, BF16 -> {
                short[] bits = new short[count];
                Tensor.wrap(bits, tensor.shape(), tensor.dtype(), Device.CPU).copyFrom(tensor);
                forEach(pieces, bytes, (piece, at, n) -> piece.asShortBuffer().put(bits, at, n));
            }
        }
        return ByteRun.of(pieces);
    }

    /** A tensor over an array of its own with these elements, which fit one; {@code device} computes on the heap. */
    static Tensor onHeap(ByteRun run, DType dtype, Shape shape, Device device) {
        int count = (int) shape.count();
        int bytes = dtype.bytes();
        switch (dtype) {
            case F64 -> {
                double[] values = new double[count];
                forEach(
                        run.pieces(),
                        bytes,
                        (piece, at, n) -> piece.asDoubleBuffer().get(values, at, n));
                return Tensor.wrap(values, shape, device);
            }
            case F32 -> {
                float[] values = new float[count];
                forEach(
                        run.pieces(),
                        bytes,
                        (piece, at, n) -> piece.asFloatBuffer().get(values, at, n));
                return Tensor.wrap(values, shape, device);
            }
            default -> {
                short[] bits = new short[count];
                forEach(
                        run.pieces(),
                        bytes,
                        (piece, at, n) -> piece.asShortBuffer().get(bits, at, n));
                return Tensor.wrap(bits, shape, dtype, device);
            }
        }
    }

    private static void forEach(List<ByteBuffer> pieces, int elementBytes, Step step) {
        int at = 0;
        for (ByteBuffer piece : pieces) {
            int count = piece.remaining() / elementBytes;
            step.move(piece, at, count);
            at += count;
        }
    }

    /** Moves {@code count} elements between a piece and an array, in the array from {@code at}. */
    private interface Step {
        void move(ByteBuffer piece, int at, int count);
    }
}
