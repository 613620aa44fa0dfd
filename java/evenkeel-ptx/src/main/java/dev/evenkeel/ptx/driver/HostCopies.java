package dev.evenkeel.ptx.driver;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.memory.Shadow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies between the heap's typed arrays and the bytes of a region, piece by piece where it has several arrays. */
final class HostCopies {
    private HostCopies() {}

    static void toDevice(HeapBuffer source, int offset, int count, Region region, long address) {
        int width = source.dtype().bytes();
        for (int done = 0; done < count; ) {
            int n = elements(region, address + (long) done * width, count - done, width);
            ByteBuffer bytes = bytes(region, address + (long) done * width, n * width);
            put(bytes, source, offset + done, n);
            done += n;
        }
        Shadow shadow = region.shadow();
        if (shadow != null) {
            shadow.write(address - region.base(), (long) count * width, true);
        }
    }

    static void toHost(Region region, long address, HeapBuffer target, int offset, int count) {
        int width = target.dtype().bytes();
        for (int done = 0; done < count; ) {
            int n = elements(region, address + (long) done * width, count - done, width);
            get(bytes(region, address + (long) done * width, n * width), target, offset + done, n);
            done += n;
        }
    }

    /** As many elements as are left in the array of an address. */
    private static int elements(Region region, long address, int wanted, int width) {
        return Math.min(wanted, (region.chunk(address).length - region.index(address)) / width);
    }

    private static ByteBuffer bytes(Region region, long address, int length) {
        return ByteBuffer.wrap(region.chunk(address), region.index(address), length)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer bytes, HeapBuffer source, int offset, int count) {
        if (source.dtype() == DType.F32) {
            bytes.asFloatBuffer().put(source.floats(), offset, count);
        } else if (source.dtype() == DType.F64) {
            bytes.asDoubleBuffer().put(source.doubles(), offset, count);
        } else {
            bytes.asShortBuffer().put(source.bits(), offset, count);
        }
    }

    private static void get(ByteBuffer bytes, HeapBuffer target, int offset, int count) {
        if (target.dtype() == DType.F32) {
            bytes.asFloatBuffer().get(target.floats(), offset, count);
        } else if (target.dtype() == DType.F64) {
            bytes.asDoubleBuffer().get(target.doubles(), offset, count);
        } else {
            bytes.asShortBuffer().get(target.bits(), offset, count);
        }
    }
}
