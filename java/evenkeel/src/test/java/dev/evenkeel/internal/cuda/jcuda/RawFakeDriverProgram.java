package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuCtxCreate;
import static jcuda.driver.JCudaDriver.cuCtxPopCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamCreate;

import dev.evenkeel.DType;
import dev.evenkeel.cuda.ChannelDims;
import dev.evenkeel.cuda.CudaBatchNormTraining;
import dev.evenkeel.cuda.CudaNorms;
import dev.evenkeel.cuda.CudaRowNormBackward;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** What {@link RawFakeDriverTest} runs in a JVM of its own. */
final class RawFakeDriverProgram {
    private static final int BYTES = 1 << 20;

    private RawFakeDriverProgram() {}

    public static void main(String[] arguments) {
        JCudaDriver.setExceptionsEnabled(true);
        cuInit(0);
        if (arguments[0].equals("launch")) {
            context();
            launch();
        } else {
            mistakes();
        }
    }

    private static void context() {
        CUdevice device = new CUdevice();
        cuDeviceGet(device, 0);
        cuCtxCreate(new CUcontext(), 0, device);
    }

    private static void launch() {
        CUstream stream = new CUstream();
        cuStreamCreate(stream, 0);
        CudaNorms norms = CudaNorms.inCurrentContext();
        CUdeviceptr workspace = memory();
        CudaRowNormBackward rows = norms.layerNormBackward(64, 96, DType.F16)
                .paramType(DType.F32)
                .dy(memory())
                .x(memory())
                .dx(memory())
                .dweight(memory())
                .dbias(memory())
                .workspace(workspace, BYTES);
        CudaBatchNormTraining channels = norms.batchNormTraining(ChannelDims.channelsFirst(4, 8, 49), DType.F32)
                .x(memory())
                .y(memory())
                .mean(memory())
                .rstd(memory())
                .runningMean(memory())
                .runningVar(memory())
                .workspace(workspace, BYTES);
        require(rows.workspaceBytes() > 0 && rows.workspaceBytes() <= BYTES);
        require(channels.workspaceBytes() > 0 && channels.workspaceBytes() <= BYTES);
        rows.launch(stream);
        channels.launch(stream);
        CUdeviceptr marks = memory();
        cuMemcpyHtoD(marks, Pointer.to(new byte[2]), 1);
        rows.launch(stream);
        channels.launch(stream);
        cuMemcpyHtoD(marks, Pointer.to(new byte[2]), 2);
        System.out.println("launched");
    }

    private static void mistakes() {
        say(CudaNorms::inCurrentContext);
        context();
        CudaNorms norms = CudaNorms.inCurrentContext();
        CUstream stream = new CUstream();
        say(() -> norms.layerNormForward(8, 8, DType.F32).launch(stream));
        say(() -> norms.layerNormForward(8, 8, DType.F32).x(new CUdeviceptr()));
        say(() -> norms.layerNormForward(0, 8, DType.F32));
        say(() -> norms.layerNormBackward(64, 64, DType.F32)
                .dy(memory())
                .x(memory())
                .dweight(memory())
                .workspace(memory(), 16)
                .launch(stream));
        CUdeviceptr x = memory();
        cuCtxPopCurrent(new CUcontext());
        say(() -> norms.layerNormForward(8, 8, DType.F32).x(x).y(x).launch(stream));
    }

    private static void say(Runnable mistake) {
        try {
            mistake.run();
            System.out.println("no mistake");
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getSimpleName() + ": "
                    + String.valueOf(e.getMessage()).replaceAll(": \\d+ bytes are left.*", ""));
        }
    }

    private static CUdeviceptr memory() {
        CUdeviceptr pointer = new CUdeviceptr();
        cuMemAlloc(pointer, BYTES);
        return pointer;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
