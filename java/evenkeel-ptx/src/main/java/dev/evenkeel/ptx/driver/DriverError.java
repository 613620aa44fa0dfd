package dev.evenkeel.ptx.driver;

import dev.evenkeel.DeviceException;

/** The results of the CUDA driver that the virtual one gives. */
enum DriverError {
    CUDA_ERROR_INVALID_VALUE(1),
    CUDA_ERROR_OUT_OF_MEMORY(2),
    CUDA_ERROR_INVALID_PTX(218),
    CUDA_ERROR_NO_BINARY_FOR_GPU(209),
    CUDA_ERROR_NOT_FOUND(500),
    CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES(701),
    CUDA_ERROR_LAUNCH_FAILED(719),
    CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE(720);

    private final int code;

    DriverError(int code) {
        this.code = code;
    }

    DeviceException of(String operation, String detail) {
        return new DeviceException(operation, code, name(), detail);
    }
}
