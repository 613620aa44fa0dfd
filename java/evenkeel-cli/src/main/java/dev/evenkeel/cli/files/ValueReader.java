package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Brings the values of a {@code .npy} file into a tensor, one block at a time: the whole is on the heap once, in the type wanted, or
 * where that has 16 bits also once as floats or doubles, whichever holds the file's values exactly.
 */
final class ValueReader {
    private static final int BLOCK_BYTES = 1 << 20;
    /** The longest array that every JVM makes. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final NpyFile file;
    private final InputStream in;

    ValueReader(NpyFile file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    Tensor read(DType dtype, Shape shape, Device device) throws IOException {
        if (file.shape().count() > MAX_ELEMENTS) {
            throw new InputException(file.name() + ": shape " + file.shape() + " has "
                    + file.shape().count() + " elements, more than the " + MAX_ELEMENTS + " that a Java array holds");
        }
        boolean doubles =
                dtype == DType.F64 || (dtype != DType.F32 && file.type().dtype() == DType.F64);
        return doubles ? viaDoubles(dtype, shape, device) : viaFloats(dtype, shape, device);
    }

    private Tensor viaFloats(DType dtype, Shape shape, Device device) throws IOException {
        float[] values = new float[(int) shape.count()];
        read((at, value) -> values[at] = (float) value);
        return dtype == DType.F32 && onHeap(device)
                ? Tensor.wrap(values, shape, device)
                : Tensor.copyOf(values, shape, dtype, device);
    }

    private Tensor viaDoubles(DType dtype, Shape shape, Device device) throws IOException {
        double[] values = new double[(int) shape.count()];
        read((at, value) -> values[at] = value);
        return dtype == DType.F64 && onHeap(device)
                ? Tensor.wrap(values, shape, device)
                : Tensor.copyOf(values, shape, dtype, device);
    }

    private void read(Sink sink) throws IOException {
        Order order = file.columnMajor() ? new ColumnMajor(file.shape()) : new RowMajor();
        int bytes = file.type().bytes();
        byte[] block = new byte[BLOCK_BYTES];
        ByteBuffer view = ByteBuffer.wrap(block).order(file.type().order());
        long left = file.shape().count();
        while (left > 0) {
            int count = (int) Math.min(left, BLOCK_BYTES / bytes);
            int got = in.readNBytes(block, 0, count * bytes);
            if (got < count * bytes) {
                throw new InputException(file.name() + ": the file shrank while it was read");
            }
            decode(view, count, order, sink);
            left -= count;
        }
    }

    private void decode(ByteBuffer block, int count, Order order, Sink sink) {
        switch (file.type().dtype()) {
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    sink.set(order.next(), block.getDouble(i * Double.BYTES));
                }
            }
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    sink.set(order.next(), block.getFloat(i * Float.BYTES));
                }
            }
            case F16, BF16 -> {
                float[] values = widened(block, count);
                for (int i = 0; i < count; i++) {
                    sink.set(order.next(), values[i]);
                }
            }
        }
    }

    private float[] widened(ByteBuffer block, int count) {
        short[] bits = new short[count];
        block.duplicate().order(block.order()).position(0).asShortBuffer().get(bits);
        try (Tensor halves = Tensor.wrap(bits, Shape.of(count), file.type().dtype(), Device.SCALAR)) {
            return halves.toFloatArray();
        }
    }

    private static boolean onHeap(Device device) {
        return device.kind() == Device.Kind.SCALAR || device.kind() == Device.Kind.CPU;
    }

    /** Where values go. */
    private interface Sink {
        void set(int at, double value);
    }

    /** Which element of the row-major tensor the next value of the file is. */
    private interface Order {
        int next();
    }

    private static final class RowMajor implements Order {
        private int at;

        @Override
        public int next() {
            return at++;
        }
    }

    /** Counts through all indices, the first one fastest. */
    private static final class ColumnMajor implements Order {
        private final int[] dims;
        private final int[] strides;
        private final int[] index;
        private int at;

        ColumnMajor(Shape shape) {
            dims = new int[shape.rank()];
            strides = new int[shape.rank()];
            index = new int[shape.rank()];
            int stride = 1;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                dims[axis] = (int) shape.dim(axis);
                strides[axis] = stride;
                stride *= dims[axis];
            }
        }

        @Override
        public int next() {
            int current = at;
            for (int axis = 0; axis < dims.length; axis++) {
                at += strides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                at -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
            return current;
        }
    }
}
