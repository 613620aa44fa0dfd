package dev.evenkeel.internal.cuda.jcuda;

import jcuda.driver.CUdeviceptr;

/** JCuda's form of a device address, which it hides, and the number. */
public final class DevicePointer extends CUdeviceptr {
    /** One for the driver to fill in. */
    DevicePointer() {
        // null until then
    }

    /** Points to this address. */
    public DevicePointer(long address) {
        super(new CUdeviceptr(), address);
    }

    private DevicePointer(CUdeviceptr pointer) {
        super(pointer);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }

    /** The address that a pointer of a host program holds. */
    public static long addressOf(CUdeviceptr pointer) {
        return new DevicePointer(pointer).address();
    }
}
