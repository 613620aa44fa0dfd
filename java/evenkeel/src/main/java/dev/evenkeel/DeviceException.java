package dev.evenkeel;

/** A call of the CUDA driver failed. Carries the driver's code and its name, and says what was being done. */
public class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String codeName;

    /**
     * @param operation the driver's function and what it was to do, as in {@code cuMemAlloc of 4096 bytes}
     * @param code the driver's result, a {@code CUresult}
     * @param codeName its symbolic name, as in {@code CUDA_ERROR_OUT_OF_MEMORY}
     * @param detail more that the driver said, such as a compiler log; empty if nothing
     */
    public DeviceException(String operation, int code, String codeName, String detail) {
        super(operation + " failed: " + codeName + " (" + code + ")" + (detail.isEmpty() ? "" : "\n" + detail));
        this.code = code;
        this.codeName = codeName;
    }

    /** The driver's result, a {@code CUresult}. */
    public int code() {
        return code;
    }

    /** Symbolic name of the result, as in {@code CUDA_ERROR_OUT_OF_MEMORY}. */
    public String codeName() {
        return codeName;
    }
}
