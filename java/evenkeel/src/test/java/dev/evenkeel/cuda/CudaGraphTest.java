package dev.evenkeel.cuda;

import static jcuda.driver.JCudaDriver.cuCtxCreate;
import static jcuda.driver.JCudaDriver.cuCtxDestroy;
import static jcuda.driver.JCudaDriver.cuCtxPopCurrent;
import static jcuda.driver.JCudaDriver.cuCtxPushCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.Backends;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a real device: operations in a CUDA graph, and on several streams at once. */
@Tag("gpu")
class CudaGraphTest {
    private static final BackendProvider.Probe PROBE = Backends.probes().stream()
            .filter(probe -> probe.device().equals(Device.cuda(0)))
            .findFirst()
            .orElseThrow();
    private static final int ROWS = 256;
    private static final int COLS = 768;
    private static final int CHANNELS = 32;
    private static final long WORKSPACE = 64 << 20;

    private final CUcontext context = new CUcontext();

    @BeforeEach
    void createContext() {
        assumeTrue(PROBE.usable(), PROBE.description());
        CUdevice device = new CUdevice();
        succeed(cuDeviceGet(device, 0));
        succeed(cuCtxCreate(context, 0, device));
    }

    @AfterEach
    void destroyContext() {
        if (PROBE.usable()) {
            succeed(cuCtxDestroy(context));
        }
    }

    @Test
    void aGraphOfForwardAndBackwardIsLaunchedAgainOnNewValues() {
        CUstream stream = stream();
        try (CudaNorms norms = CudaNorms.inCurrentContext()) {
            CUdeviceptr x = memory(values(ROWS * COLS, 1));
            CUdeviceptr y = memory(new float[ROWS * COLS]);
            CUdeviceptr dx = memory(new float[ROWS * COLS]);
            CUdeviceptr dweight = memory(new float[COLS]);
            CUdeviceptr running = memory(new float[CHANNELS]);
            List<CudaOperation> operations = List.of(
                    norms.layerNormForward(ROWS, COLS, DType.F32).x(x).y(y),
                    norms.layerNormBackward(ROWS, COLS, DType.F32)
                            .dy(y)
                            .x(x)
                            .dx(dx)
                            .dweight(dweight)
                            .accumulate(true)
                            .workspace(memory(WORKSPACE), WORKSPACE),
                    norms.batchNormTraining(ChannelDims.channelsFirst(ROWS, CHANNELS, COLS / CHANNELS), DType.F32)
                            .x(x)
                            .y(y)
                            .mean(memory(new float[CHANNELS]))
                            .rstd(memory(new float[CHANNELS]))
                            .runningMean(running)
                            .runningVar(memory(new float[CHANNELS]))
                            .workspace(memory(WORKSPACE), WORKSPACE));
            operations.forEach(CudaOperation::workspaceBytes);

            CUgraph graph = new CUgraph();
            succeed(cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
            operations.forEach(operation -> operation.launch(stream));
            succeed(cuStreamEndCapture(stream, graph));
            CUgraphExec executable = new CUgraphExec();
            succeed(cuGraphInstantiate(executable, graph, 0));
            assertThat(read(dweight, COLS)).containsOnly(0);

            succeed(cuGraphLaunch(executable, stream));
            succeed(cuStreamSynchronize(stream));
            float[] once = read(dweight, COLS);
            succeed(cuGraphLaunch(executable, stream));
            succeed(cuStreamSynchronize(stream));
            float[] twice = read(dweight, COLS);
            for (int i = 0; i < COLS; i++) {
                assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-4f * (1 + Math.abs(once[i]))));
            }
            assertThat(read(running, CHANNELS)).doesNotContain(0, Float.NaN);
            succeed(cuGraphExecDestroy(executable));
            succeed(cuGraphDestroy(graph));
        }
    }

    @Test
    void streamsAndContextsDoNotDisturbEachOther() {
        float[] values = values(ROWS * COLS, 2);
        List<CUdeviceptr> gradients = new ArrayList<>();
        CUcontext other = new CUcontext();
        CUdevice device = new CUdevice();
        succeed(cuDeviceGet(device, 0));
        try (CudaNorms norms = CudaNorms.inCurrentContext()) {
            List<CUstream> streams = List.of(stream(), stream(), stream());
            CUdeviceptr x = memory(values);
            for (int repeat = 0; repeat < 30; repeat++) {
                CUdeviceptr dweight = memory(new float[COLS]);
                gradients.add(dweight);
                norms.layerNormBackward(ROWS, COLS, DType.F32)
                        .dy(x)
                        .x(x)
                        .dweight(dweight)
                        .workspace(memory(1 << 20), 1 << 20)
                        .launch(streams.get(repeat % 3));
            }
            succeed(cuCtxCreate(other, 0, device));
            float[] elsewhere = inAnotherContext(values);
            succeed(cuCtxPopCurrent(new CUcontext()));
            streams.forEach(stream -> succeed(cuStreamSynchronize(stream)));
            for (CUdeviceptr gradient : gradients) {
                assertThat(read(gradient, COLS)).isEqualTo(elsewhere);
            }
            succeed(cuCtxPushCurrent(other));
            succeed(cuCtxDestroy(other));
        }
    }

    private static float[] inAnotherContext(float[] values) {
        try (CudaNorms norms = CudaNorms.inCurrentContext()) {
            CUdeviceptr x = memory(values);
            CUdeviceptr dweight = memory(new float[COLS]);
            norms.layerNormBackward(ROWS, COLS, DType.F32)
                    .dy(x)
                    .x(x)
                    .dweight(dweight)
                    .workspace(memory(1 << 20), 1 << 20)
                    .launch(new CUstream());
            return read(dweight, COLS);
        }
    }

    private static CUstream stream() {
        CUstream stream = new CUstream();
        succeed(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        return stream;
    }

    private static float[] values(int count, int seed) {
        java.util.Random random = new java.util.Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() + 3;
        }
        return values;
    }

    private static CUdeviceptr memory(float[] values) {
        CUdeviceptr pointer = memory(4L * values.length);
        succeed(cuMemcpyHtoD(pointer, Pointer.to(values), 4L * values.length));
        return pointer;
    }

    /** Freed with its context. */
    private static CUdeviceptr memory(long bytes) {
        CUdeviceptr pointer = new CUdeviceptr();
        succeed(cuMemAlloc(pointer, bytes));
        return pointer;
    }

    private static float[] read(CUdeviceptr pointer, int count) {
        float[] values = new float[count];
        succeed(cuMemcpyDtoH(Pointer.to(values), pointer, 4L * count));
        return values;
    }

    private static void succeed(int result) {
        assertThat(result).isZero();
    }
}
