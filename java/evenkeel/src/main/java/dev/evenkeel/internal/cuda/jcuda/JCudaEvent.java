package dev.evenkeel.internal.cuda.jcuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import dev.evenkeel.internal.cuda.CudaEvent;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;

/** An event with a time stamp. */
final class JCudaEvent implements CudaEvent {
    private final PrimaryContext context;
    private final CUstream stream;
    private final CUevent event = new CUevent();
    private boolean closed;

    JCudaEvent(PrimaryContext context, CUstream stream) {
        this.context = context;
        this.stream = stream;
        context.check(() -> "cuEventCreate", () -> cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT));
    }

    @Override
    public void record() {
        context.check(() -> "cuEventRecord", () -> cuEventRecord(event, stream));
    }

    @Override
    public double millisecondsSince(CudaEvent start) {
        float[] milliseconds = new float[1];
        CUevent from = ((JCudaEvent) start).event;
        context.check(() -> "cuEventSynchronize", () -> cuEventSynchronize(event));
        context.check(() -> "cuEventElapsedTime", () -> cuEventElapsedTime(milliseconds, from, event));
        return milliseconds[0];
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.check(() -> "cuEventDestroy", () -> cuEventDestroy(event));
        }
    }
}
