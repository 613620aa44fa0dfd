package dev.evenkeel.ptx.driver;

import dev.evenkeel.internal.cuda.CudaEvent;

/** A mark with the time of the wall clock: work is done when its call returns. */
final class VirtualEvent implements CudaEvent {
    private long nanos;

    @Override
    public void record() {
        nanos = System.nanoTime();
    }

    @Override
    public double millisecondsSince(CudaEvent start) {
        return (nanos - ((VirtualEvent) start).nanos) / 1e6;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
