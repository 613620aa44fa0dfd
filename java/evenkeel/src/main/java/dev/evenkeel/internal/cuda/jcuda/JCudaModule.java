package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataJIT;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JITOptions;

/** PTX compiled by the driver. */
final class JCudaModule implements CudaModule {
    private static final int LOG_BYTES = 16 << 10;

    private final DriverContext context;
    private final CUmodule module = new CUmodule();

    /** A kernel and the handle that JCuda has for it. */
    static final class Function implements CudaFunction {
        private final DriverContext context;
        private final String entry;
        private final CUfunction handle;
        private int allowedShared;

        Function(DriverContext context, String entry, CUfunction handle) {
            this.context = context;
            this.entry = entry;
            this.handle = handle;
        }

        @Override
        public String entry() {
            return entry;
        }

        CUfunction handle() {
            return handle;
        }

        /**
         * Asks for so much dynamic shared memory, of which the driver keeps the last figure in mind. A kernel has some
         * unasked, but how much depends on what its own variables take.
         */
        synchronized void allowShared(int bytes) {
            if (bytes > allowedShared) {
                context.check(
                        () -> "cuFuncSetAttribute of " + entry + ": " + bytes + " bytes of dynamic shared memory",
                        () -> cuFuncSetAttribute(
                                handle, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes));
                allowedShared = bytes;
            }
        }
    }

    JCudaModule(DriverContext context, String ptx) {
        this.context = context;
        byte[] image = ptx.getBytes(StandardCharsets.US_ASCII);
        Pointer text = Pointer.to(Arrays.copyOf(image, image.length + 1));
        JITOptions options = new JITOptions();
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        options.putBytes(CUjit_option.CU_JIT_INFO_LOG_BUFFER, new byte[LOG_BYTES]);
        options.putInt(CUjit_option.CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        int result = context.result(() -> cuModuleLoadDataJIT(module, text, options));
        if (result != CUresult.CUDA_SUCCESS) {
            String log = log(options, CUjit_option.CU_JIT_ERROR_LOG_BUFFER)
                    + log(options, CUjit_option.CU_JIT_INFO_LOG_BUFFER);
            throw CudaCalls.failure("cuModuleLoadDataEx of " + title(ptx), result, log.strip());
        }
    }

    @Override
    public CudaFunction function(String entry) {
        CUfunction handle = new CUfunction();
        context.check(() -> "cuModuleGetFunction of " + entry, () -> cuModuleGetFunction(handle, module, entry));
        return new Function(context, entry, handle);
    }

    void unload() {
        context.check(() -> "cuModuleUnload", () -> cuModuleUnload(module));
    }

    /** What is in a log buffer up to the byte that ends it. */
    private static String log(JITOptions options, int option) {
        byte[] bytes = options.getBytes(option);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String title(String ptx) {
        return ptx.lines()
                .filter(line -> line.startsWith(".target") || line.startsWith(".version"))
                .reduce("PTX", (a, b) -> a + " " + b);
    }
}
