package dev.evenkeel.internal.cpu;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BatchNormMergeOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NetworkBackend;
import dev.evenkeel.internal.spi.NormBackend;

/** A backend whose memory is Java arrays and whose calls are done when they return. */
abstract class HeapBackend implements NormBackend {
    private final Device device;
    private final NetworkBackend network;

    HeapBackend(Device device, NetworkBackend network) {
        this.device = device;
        this.network = network;
    }

    @Override
    public final Device device() {
        return device;
    }

    @Override
    public final Buffer allocate(DType dtype, long count) {
        return HeapBuffer.allocate(dtype, count);
    }

    @Override
    public final Buffer borrow(long address, DType dtype, long count) {
        throw new IllegalArgumentException("memory of device " + device + " has no addresses: wrap an array instead");
    }

    @Override
    public final void upload(HeapBuffer source, Buffer target) {
        copy(source, target);
    }

    @Override
    public final void download(Buffer source, HeapBuffer target) {
        copy(source, target);
    }

    @Override
    public void copy(Buffer source, Buffer target) {
        System.arraycopy(((HeapBuffer) source).array(), 0, ((HeapBuffer) target).array(), 0, (int) source.count());
    }

    @Override
    public final void fill(Buffer target, double value) {
        ((HeapBuffer) target).fill(value);
    }

    @Override
    public final void synchronize() {
        // every call was done when it returned
    }

    @Override
    public final void batchNormMerge(BatchNormMergeOp op) {
        ReplicaMerge.run(op);
    }

    @Override
    public final void inverseStd(Buffer variance, Buffer rstd, double eps) {
        HeapBuffer from = (HeapBuffer) variance;
        HeapBuffer to = (HeapBuffer) rstd;
        for (int c = 0; c < from.length(); c++) {
            to.set(c, 1 / Math.sqrt(from.get(c) + eps));
        }
    }

    @Override
    public final NetworkBackend network() {
        return network;
    }
}
