package dev.evenkeel.io;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * One value of a model on the host: a type of the safetensors format, a shape, and the elements' bytes. It keeps types
 * that tensors don't have, and the very bits of those they have. Immutable and thread-safe; there is nothing to close.
 *
 * <p>A value that was read from a file is a view of that file, mapped into memory: it takes no heap until a tensor is
 * made of it. It is immutable as long as nobody writes into the file.
 */
public final class StateValue {
    /** The longest array that every JVM makes. */
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final StoredType type;
    private final Shape shape;
    private final ByteRun bytes;

    /** Of as many bytes as type and shape say. */
    StateValue(StoredType type, Shape shape, ByteRun bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * A copy of a tensor on any device.
     *
     * @throws IllegalArgumentException if it has more elements than a Java array holds
     */
    public static StateValue of(Tensor tensor) {
        if (tensor.shape().count() > MAX_ELEMENTS) {
            throw new IllegalArgumentException(tensor + " has more than the " + MAX_ELEMENTS
                    + " elements that a Java array holds, through which it would be copied");
        }
        return new StateValue(StoredType.parse(tensor.dtype().name()), tensor.shape(), StoredElements.of(tensor));
    }

    /** A whole number of shape {@code []} and type {@code I64}, as PyTorch keeps {@code num_batches_tracked}. */
    public static StateValue ofLong(long value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        return new StateValue(StoredType.I64, Shape.of(), ByteRun.of(List.of(bytes)));
    }

    /**
     * A value of any type.
     *
     * @param dtype a name of the format, such as {@code U8} or {@code F8_E4M3}
     * @param shape its shape
     * @param bytes what remains of it is copied: the elements, row-major, little-endian
     * @throws IllegalArgumentException if there is no such type, or the bytes are more or less than type and shape take
     */
    public static StateValue of(String dtype, Shape shape, ByteBuffer bytes) {
        StoredType type = StoredType.parse(dtype);
        if (bytes.remaining() != type.bytes(shape)) {
            throw new IllegalArgumentException("shape " + shape + " of " + dtype + " takes " + type.bytes(shape)
                    + " bytes, but " + bytes.remaining() + " were given");
        }
        return new StateValue(type, shape, ByteRun.copyOf(bytes));
    }

    /** Name of the type in the format: {@code F32}, {@code I64}, {@code F8_E4M3}. */
    public String dtype() {
        return type.name();
    }

    StoredType type() {
        return type;
    }

    List<ByteBuffer> pieces() {
        return bytes.pieces();
    }

    /** The dimensions. */
    public Shape shape() {
        return shape;
    }

    /** Number of bytes that the elements take. */
    public long byteCount() {
        return bytes.length();
    }

    /**
     * The elements, row-major, in a read-only little-endian buffer: a view, or a copy where they take more than 1 GiB.
     *
     * @throws IllegalStateException if there are more bytes than a buffer on the heap holds
     */
    public ByteBuffer bytes() {
        if (bytes.length() > MAX_ELEMENTS) {
            throw new IllegalStateException(
                    this + " has " + bytes.length() + " bytes, more than the " + MAX_ELEMENTS + " of one buffer");
        }
        return bytes.joined();
    }

    /** The same elements in another shape. */
    public StateValue reshape(Shape target) {
        if (target.count() != shape.count()) {
            throw new IllegalArgumentException(
                    "shape " + target + " has " + target.count() + " elements, but " + this + " has " + shape.count());
        }
        return new StateValue(type, target, bytes);
    }

    /**
     * A tensor of this type with these very bits; the caller closes it.
     *
     * @throws IllegalStateException if tensors don't have this type or a Java array does not hold so many elements
     */
    public Tensor toTensor(Device device) {
        return toTensor(tensorType(), device);
    }

    /**
     * A tensor with these elements in type {@code dtype}, each rounded once to nearest even; the caller closes it.
     *
     * @throws IllegalStateException if tensors don't have this type or a Java array does not hold so many elements
     */
    public Tensor toTensor(DType dtype, Device device) {
        DType stored = tensorType();
        if (shape.count() > MAX_ELEMENTS) {
            throw new IllegalStateException(this + " has " + shape.count() + " elements, more than the " + MAX_ELEMENTS
                    + " that a Java array holds");
        }
        boolean heap = device.kind() == Device.Kind.SCALAR || device.kind() == Device.Kind.CPU;
        Tensor host = StoredElements.onHeap(bytes, stored, shape, heap ? device : Device.CPU);
        return heap && stored == dtype ? host : copy(host, dtype, device);
    }

    private static Tensor copy(Tensor host, DType dtype, Device device) {
        Tensor copy = Tensor.empty(host.shape(), dtype, device);
        try {
            copy.copyFrom(host);
            return copy;
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, copy);
            throw e;
        }
    }

    /**
     * The one whole number that this is, of whatever type and rank.
     *
     * @throws IllegalStateException if it is none
     */
    public long longValue() {
        if (shape.count() != 1) {
            throw notOneNumber();
        }
        ByteBuffer one = bytes.joined();
        return switch (type) {
            case I64 -> one.getLong();
            case I32 -> one.getInt();
            case I16 -> one.getShort();
            case I8 -> one.get();
            case U32 -> Integer.toUnsignedLong(one.getInt());
            case U16 -> Short.toUnsignedLong(one.getShort());
            case U8 -> Byte.toUnsignedLong(one.get());
            default -> throw notOneNumber();
        };
    }

    private IllegalStateException notOneNumber() {
        return new IllegalStateException(this + " is not one whole number that a long holds");
    }

    private DType tensorType() {
        return switch (type) {
            case F64 -> DType.F64;
            case F32 -> DType.F32;
            case F16 -> DType.F16;
            case BF16 -> DType.BF16;
            default ->
                throw new IllegalStateException(
                        "dtype " + type + " is not that of a tensor; F16, BF16, F32 and" + " F64 are");
        };
    }

    /** Whether type, shape and all bits are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StateValue value
                && type == value.type
                && shape.equals(value.shape)
                && bytes.sameAs(value.bytes);
    }

    /** Of type and shape alone: the bytes may be many. */
    @Override
    public int hashCode() {
        return Objects.hash(type, shape);
    }

    /** Type and shape; not the elements. */
    @Override
    public String toString() {
        return "StateValue " + shape + " " + type;
    }
}
