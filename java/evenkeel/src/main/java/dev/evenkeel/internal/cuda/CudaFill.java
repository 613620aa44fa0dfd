package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.HalfFloats;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Sets all elements of a buffer to one value. */
final class CudaFill {
    private static final int SEED = 1024;

    private CudaFill() {}

    static void fill(CudaDriver driver, CudaBuffer target, double value) {
        if (target.count() == 0) {
            return;
        }
        switch (target.dtype()) {
            case F32 ->
                driver.fill(target.address(), Float.floatToRawIntBits((float) value), Float.BYTES, target.count());
            case F16 -> driver.fill(target.address(), HalfFloats.toF16(value), Short.BYTES, target.count());
            case BF16 -> driver.fill(target.address(), HalfFloats.toBf16(value), Short.BYTES, target.count());
            case F64 -> doubles(driver, target, value);
        }
    }

    /** Drivers repeat 32 bits at most: where the halves of a double differ, a small piece is copied over and over. */
    private static void doubles(CudaDriver driver, CudaBuffer target, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if ((int) bits == (int) (bits >>> 32)) {
            driver.fill(target.address(), (int) bits, Integer.BYTES, 2 * target.count());
            return;
        }
        int seed = (int) Math.min(SEED, target.count());
        HeapBuffer values = HeapBuffer.allocate(DType.F64, seed);
        values.fill(value);
        driver.copyToDevice(values, 0, seed, target.address());
        for (long done = seed; done < target.count(); ) {
            long more = Math.min(done, target.count() - done);
            driver.copyOnDevice(target.address(), target.address() + done * Double.BYTES, more * Double.BYTES);
            done += more;
        }
    }
}
