package dev.evenkeel.ptx.driver;

import dev.evenkeel.internal.cuda.CudaDriver;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.CudaModule;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;

/** A virtual GPU of which one allocation or launch, counted from when it was told, fails; or every call after it. */
final class FailingDriver implements CudaDriver {
    private final VirtualDriver device =
            new VirtualDriver(new VirtualSettings(80, VirtualSettings.Checks.FAIL, 0, 1L << 30));
    private int calls;
    private int failing;
    private boolean sticky;
    private boolean broken;

    /** The call of this number, from 1, fails; 0 for none. */
    void failAt(int call, boolean andAllAfter) {
        calls = 0;
        failing = call;
        sticky = andAllAfter;
        broken = false;
    }

    /** Allocations and launches since {@link #failAt}. */
    int calls() {
        return calls;
    }

    int live() {
        return device.live().size();
    }

    private void count(DriverError error) {
        alive();
        if (++calls == failing) {
            broken = sticky;
            throw error.of("injected failure", "");
        }
    }

    private void alive() {
        if (broken) {
            throw DriverError.CUDA_ERROR_LAUNCH_FAILED.of("a call after a failure", "");
        }
    }

    @Override
    public long allocate(long bytes) {
        count(DriverError.CUDA_ERROR_OUT_OF_MEMORY);
        return device.allocate(bytes);
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments, int[] offsets) {
        count(DriverError.CUDA_ERROR_LAUNCH_FAILED);
        device.launch(function, config, arguments, offsets);
    }

    @Override
    public void free(long address) {
        alive();
        device.free(address);
    }

    @Override
    public DeviceProperties properties() {
        return device.properties();
    }

    @Override
    public void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        alive();
        device.copyToDevice(source, offset, count, target);
    }

    @Override
    public void copyToHost(long source, HeapBuffer target, int offset, int count) {
        alive();
        device.copyToHost(source, target, offset, count);
    }

    @Override
    public void copyOnDevice(long source, long target, long bytes) {
        alive();
        device.copyOnDevice(source, target, bytes);
    }

    @Override
    public void fill(long target, int pattern, int width, long count) {
        alive();
        device.fill(target, pattern, width, count);
    }

    @Override
    public CudaModule loadModule(String ptx) {
        return device.loadModule(ptx);
    }

    @Override
    public void synchronize() {
        alive();
    }

    @Override
    public CudaEvent createEvent() {
        return device.createEvent();
    }

    @Override
    public void close() {
        device.close();
    }
}
