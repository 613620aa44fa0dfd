package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.DeviceException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.CudaException;
import jcuda.driver.CUresult;

/**
 * The one place where results of the driver are looked at. JCuda reports them by return code, or by exception where
 * the host program has switched that on for the whole process; here both are the same, and the switch is never
 * touched.
 */
final class CudaCalls {
    private static final int LARGEST_RESULT = 999;
    private static final Pattern NUMBER_AT_END = Pattern.compile("(\\d+)$");

    private CudaCalls() {}

    /**
     * Makes a call.
     *
     * @param operation the driver's function and what it is to do; asked for only when it fails
     * @throws DeviceException if the result is not success
     */
    static void check(Supplier<String> operation, IntSupplier call) {
        check(operation, result(call));
    }

    /** Throws unless a result is success. */
    static void check(Supplier<String> operation, int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw failure(operation.get(), result, "");
        }
    }

    /** Makes a call and returns its result, whichever way JCuda reports it. */
    static int result(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (CudaException e) {
            return named(String.valueOf(e.getMessage()));
        }
    }

    /** The exception for a result other than success; {@code detail} is empty or what the driver said besides. */
    static DeviceException failure(String operation, int result, String detail) {
        return new DeviceException(operation, result, CUresult.stringFor(result), detail);
    }

    /** JCuda's exceptions tell a result's name alone, or for one it does not know, a text that ends in its number. */
    private static int named(String message) {
        for (int result = 1; result <= LARGEST_RESULT; result++) {
            if (CUresult.stringFor(result).equals(message)) {
                return result;
            }
        }
        Matcher number = NUMBER_AT_END.matcher(message);
        return number.find() ? Integer.parseInt(number.group(1)) : CUresult.CUDA_ERROR_UNKNOWN;
    }
}
