package dev.evenkeel.tensor;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;

/**
 * A dense row-major array of one {@link DType} on one {@link Device}. It does no arithmetic.
 *
 * <p>Whoever gets a tensor from a method closes it; whoever passes one keeps it. {@link #close()} gives memory back that
 * the tensor owns and leaves memory alone that it borrows ({@code wrap…}); closing twice is harmless, any other use of
 * a closed tensor throws {@link IllegalStateException}. Memory on the heap is the garbage collector's, so an unclosed
 * CPU tensor leaks nothing; an unclosed CUDA tensor does.
 *
 * <p>Not thread-safe for writing; concurrent reads are fine. Every method that touches a CUDA device may throw
 * {@link DeviceException}.
 */
public final class Tensor implements AutoCloseable {
    private final Shape shape;
    private final Device device;
    private final Buffer buffer;
    private boolean closed;

    private Tensor(Shape shape, Device device, Buffer buffer) {
        this.shape = shape;
        this.device = device;
        this.buffer = buffer;
    }

    /**
     * A tensor of unspecified values.
     *
     * @throws BackendUnavailableException if this machine does not have the device
     * @throws IllegalArgumentException if the device cannot hold so many elements; a Java array ends at 2^31 − 9
     */
    public static Tensor empty(Shape shape, DType dtype, Device device) {
        return new Tensor(shape, device, Backends.of(device).allocate(dtype, shape.count()));
    }

    /** A tensor whose elements are all {@code value}, rounded to {@code dtype}. */
    public static Tensor full(Shape shape, double value, DType dtype, Device device) {
        Tensor tensor = empty(shape, dtype, device);
        try {
            tensor.fill(value);
            return tensor;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, tensor);
            throw e;
        }
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Shape shape, DType dtype, Device device) {
        return full(shape, 0, dtype, device);
    }

    /**
     * A tensor of type {@code dtype} with a copy of these values, each rounded once to nearest even.
     *
     * @throws IllegalArgumentException if there are not as many values as the shape has elements
     */
    public static Tensor copyOf(float[] values, Shape shape, DType dtype, Device device) {
        return Transfers.place(HeapBuffer.wrap(values), shape, dtype, device);
    }

    /** As {@link #copyOf(float[], Shape, DType, Device)}, from doubles. */
    public static Tensor copyOf(double[] values, Shape shape, DType dtype, Device device) {
        return Transfers.place(HeapBuffer.wrap(values), shape, dtype, device);
    }

    /** An {@link DType#F32} tensor over the caller's array, which stays the caller's: writes show on both sides. */
    public static Tensor wrap(float[] values, Shape shape, Device device) {
        return Transfers.wrap(HeapBuffer.wrap(values), shape, device);
    }

    /** An {@link DType#F64} tensor over the caller's array, which stays the caller's: writes show on both sides. */
    public static Tensor wrap(double[] values, Shape shape, Device device) {
        return Transfers.wrap(HeapBuffer.wrap(values), shape, device);
    }

    /** An {@link DType#F16} or {@link DType#BF16} tensor over the caller's array of bits, which stays the caller's. */
    public static Tensor wrap(short[] bits, Shape shape, DType dtype, Device device) {
        return Transfers.wrap(HeapBuffer.wrap(bits, dtype), shape, device);
    }

    /**
     * A tensor over device memory that the caller owns, such as what {@code cuMemAlloc} returned.
     *
     * @param address where the first element lies, aligned to the size of an element
     * @throws IllegalArgumentException if the device is not a CUDA device, or the address is 0 or misaligned
     */
    public static Tensor wrapAddress(long address, Shape shape, DType dtype, Device device) {
        if (address == 0 || address % dtype.bytes() != 0) {
            throw new IllegalArgumentException(
                    "address 0x" + Long.toHexString(address) + " is not that of " + dtype + " elements");
        }
        return new Tensor(shape, device, Backends.of(device).borrow(address, dtype, shape.count()));
    }

    /** A tensor of this buffer, which belongs to it from now on. */
    static Tensor of(Shape shape, Device device, Buffer buffer) {
        return new Tensor(shape, device, buffer);
    }

    /** The dimensions. */
    public Shape shape() {
        return shape;
    }

    /** Type of the elements. */
    public DType dtype() {
        return buffer.dtype();
    }

    /** Where the elements lie. */
    public Device device() {
        return device;
    }

    /** A copy on {@code target}, which may be this tensor's own device. */
    public Tensor to(Device target) {
        return to(dtype(), target);
    }

    /** A copy of type {@code target}, each element rounded once to nearest even. */
    public Tensor to(DType target) {
        return to(target, device);
    }

    private Tensor to(DType dtype, Device target) {
        checkOpen();
        Tensor copy = empty(shape, dtype, target);
        try {
            copy.copyFrom(this);
            return copy;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, copy);
            throw e;
        }
    }

    /**
     * Overwrites this tensor with the elements of {@code source}, from any device, converted to this tensor's type.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public void copyFrom(Tensor source) {
        if (!source.shape.equals(shape)) {
            throw new IllegalArgumentException("cannot copy shape " + source.shape + " into shape " + shape);
        }
        Transfers.copy(source, this);
    }

    /** Sets every element to {@code value}, rounded to this tensor's type. */
    public void fill(double value) {
        backend().fill(buffer(), value);
    }

    /** The elements as floats, rounded to nearest even where they are doubles. */
    public float[] toFloatArray() {
        return Transfers.toHeap(this, DType.F32).floats();
    }

    /** The elements as doubles, exactly. */
    public double[] toDoubleArray() {
        return Transfers.toHeap(this, DType.F64).doubles();
    }

    /** Whether {@link #close()} has been called. */
    public boolean isClosed() {
        return closed;
    }

    /** Gives the memory back if this tensor owns it. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.close();
        }
    }

    /** The memory, for Evenkeel's own code. */
    @SuppressWarnings("exports")
    public Buffer buffer() {
        checkOpen();
        return buffer;
    }

    NormBackend backend() {
        return Backends.of(device);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this tensor is closed: " + this);
        }
    }

    /** Shape, type and device; not the elements. */
    @Override
    public String toString() {
        return "Tensor " + shape + " " + dtype().label() + " on " + device;
    }
}
