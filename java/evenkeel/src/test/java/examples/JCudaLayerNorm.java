package examples;

import static jcuda.driver.JCudaDriver.cuCtxCreate;
import static jcuda.driver.JCudaDriver.cuCtxDestroy;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;

import dev.evenkeel.DType;
import dev.evenkeel.cuda.CudaNorms;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** A JCuda program that normalizes the rows of a matrix, where the vector-add sample would launch its own kernel. */
public class JCudaLayerNorm {
    public static void main(String[] args) {
        int rows = 512;
        int cols = 1024;
        float[] hostInput = new float[rows * cols];
        for (int i = 0; i < hostInput.length; i++) {
            hostInput[i] = i % cols;
        }

        // Initialize the driver and create a context for the first device
        JCudaDriver.setExceptionsEnabled(true);
        cuInit(0);
        CUdevice device = new CUdevice();
        cuDeviceGet(device, 0);
        CUcontext context = new CUcontext();
        cuCtxCreate(context, 0, device);

        // Allocate device memory and copy the input to it
        long bytes = (long) hostInput.length * Sizeof.FLOAT;
        CUdeviceptr input = new CUdeviceptr();
        cuMemAlloc(input, bytes);
        cuMemcpyHtoD(input, Pointer.to(hostInput), bytes);
        CUdeviceptr output = new CUdeviceptr();
        cuMemAlloc(output, bytes);

        // Normalize each row, on the default stream
        CudaNorms norms = CudaNorms.inCurrentContext();
        norms.layerNormForward(rows, cols, DType.F32).x(input).y(output).launch(new CUstream());
        cuCtxSynchronize();

        // Copy the output back and verify it: the first element of 0, 1, ... cols - 1 lies 1.73 deviations low
        float[] hostOutput = new float[rows * cols];
        cuMemcpyDtoH(Pointer.to(hostOutput), output, bytes);
        double expected = -(cols - 1) / Math.sqrt((cols * (double) cols - 1) / 3);
        boolean passed = Math.abs(hostOutput[0] - expected) < 1e-5;
        System.out.println("Test " + (passed ? "PASSED" : "FAILED"));

        // Clean up
        norms.close();
        cuMemFree(input);
        cuMemFree(output);
        cuCtxDestroy(context);
    }
}
