package dev.evenkeel.internal.cuda.jcuda;

import jcuda.driver.CUdeviceptr;

/** JCuda's form of a device address, which it hides, and the number. */
final class DevicePointer extends CUdeviceptr {
    /** One for the driver to fill in. */
    DevicePointer() {
        // null until then
    }

    DevicePointer(long address) {
        super(new CUdeviceptr(), address);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }
}
