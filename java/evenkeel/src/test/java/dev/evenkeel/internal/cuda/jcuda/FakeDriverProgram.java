package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.RunningMix;
import java.util.Arrays;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** What {@link FakeDriverTest} runs in a JVM of its own; tells what it saw on standard output. */
final class FakeDriverProgram {
    private FakeDriverProgram() {}

    public static void main(String[] arguments) {
        String temporaryFolder = System.getProperty("java.io.tmpdir");
        Backends.probes();
        if (!temporaryFolder.equals(System.getProperty("java.io.tmpdir"))) {
            say("java.io.tmpdir has changed");
        }
        if (Arrays.asList(arguments).contains("host-exceptions")) {
            JCudaDriver.setExceptionsEnabled(true);
        }
        switch (arguments[0]) {
            case "probe" -> probe();
            case "memory" -> memory();
            case "operations" -> operations();
            case "open" -> failure(() -> Backends.of(Device.cuda(0)));
            case "allocate" -> failure(() -> Backends.of(Device.cuda(0)).allocate(DType.F32, 1000));
            case "compile" -> failure(() -> new JCudaDevice(0).loadModule(".version 7.0\n.target sm_75\nbogus"));
            case "function" ->
                failure(() -> new JCudaDevice(0)
                        .loadModule(".version 7.0\n.target sm_75\n")
                        .function("nowhere"));
            case "context" -> context();
            case "events" -> events();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void probe() {
        for (BackendProvider.Probe probe : Backends.probes()) {
            if (probe.device().kind() == Device.Kind.CUDA) {
                say(probe.device() + " " + probe.usable() + " " + probe.description());
            }
        }
    }

    private static void failure(Supplier<?> action) {
        try {
            action.get();
            say("no failure");
        } catch (DeviceException e) {
            say(e.code() + " " + e.codeName());
            say(e.getMessage());
        } catch (BackendUnavailableException e) {
            say(e.getMessage());
        }
    }

    /** Every type there and back, one of them in several pieces. */
    private static void memory() {
        NormBackend backend = Backends.of(Device.cuda(0));
        for (DType dtype : DType.values()) {
            int count = dtype == DType.F64 ? 3 * HostCopies.STAGED_BYTES / Double.BYTES + 5 : 1001;
            HeapBuffer sent = HeapBuffer.allocate(dtype, count);
            HeapBuffer received = HeapBuffer.allocate(dtype, count);
            HeapBuffer filled = HeapBuffer.allocate(dtype, count);
            for (int i = 0; i < count; i++) {
                sent.set(i, i % 1000);
            }
            try (Buffer first = backend.allocate(dtype, count);
                    Buffer second = backend.allocate(dtype, count)) {
                backend.upload(sent, first);
                backend.copy(first, second);
                backend.download(second, received);
                backend.fill(first, 0.1);
                backend.download(first, filled);
            }
            HeapBuffer expected = HeapBuffer.allocate(dtype, count);
            expected.fill(0.1);
            say(dtype + " " + same(sent, received) + " " + same(expected, filled));
        }
        backend.synchronize();
    }

    /** Each kind of operation, with every launch told as Java hands it over. */
    private static void operations() {
        CudaBackend backend =
                new CudaBackend(Device.cuda(0), SpyingDriver.over(new JCudaDevice(0), FakeDriverProgram::say));
        Buffer[] b = new Buffer[12];
        Arrays.setAll(b, i -> backend.allocate(DType.F32, 4 * 6 * 100));
        RowGeometry rows = new RowGeometry(8, 96, 1e-6, DType.F32, DType.F32, RowNorm.LAYER, 0);
        RowGeometry manyRows = new RowGeometry(400, 96, 1e-6, DType.F32, DType.F32, RowNorm.LAYER, 0);
        ChannelGeometry first = new ChannelGeometry(4, 6, 100, 1e-3, DType.F32, DType.F32, true);
        ChannelGeometry last = new ChannelGeometry(400, 6, 1, 1e-3, DType.F64, DType.F64, false);
        backend.rowNormForward(new RowNormForwardOp(rows, b[0], null, b[1], b[2], b[3], null, b[4], b[5]));
        backend.rowNormBackward(
                new RowNormBackwardOp(rows, b[0], b[1], b[2], b[4], b[5], null, b[6], b[7], b[8], true));
        backend.rowNormBackward(
                new RowNormBackwardOp(manyRows, b[0], b[1], b[2], b[4], b[5], null, b[6], b[7], b[8], false));
        for (ChannelGeometry geometry : new ChannelGeometry[] {first, last}) {
            backend.batchNormTraining(new BatchNormTrainingOp(
                    geometry, b[0], b[1], b[2], b[3], b[4], b[5], b[6], new RunningMix(b[7], b[8], 0.1, 1.25)));
            backend.batchNormBackward(new BatchNormBackwardOp(
                    geometry, b[0], b[1], null, b[2], b[3], b[5], b[6], false, b[7], b[8], b[9], b[10], false));
        }
        backend.inverseStd(b[0], b[1], 1e-5);
        Arrays.stream(b).forEach(Buffer::close);
    }

    /** A host program's context is current before, between and after our calls, failing ones too. */
    private static void context() {
        CUdevice device = new CUdevice();
        CUcontext hosts = new CUcontext();
        JCudaDriver.cuDeviceGet(device, 0);
        JCudaDriver.cuDevicePrimaryCtxRetain(hosts, device);
        JCudaDriver.cuCtxPushCurrent(hosts);
        try (JCudaDevice ours = new JCudaDevice(0)) {
            say("opened " + isCurrent(hosts));
            ours.free(ours.allocate(64));
            say("used " + isCurrent(hosts));
            failure(() -> ours.loadModule("bogus"));
            say("failed " + isCurrent(hosts));
        }
        say("closed " + isCurrent(hosts));
        JCudaDriver.cuCtxPopCurrent(new CUcontext());
        say("emptied " + isCurrent(new CUcontext()));
    }

    private static void events() {
        JCudaDevice device = new JCudaDevice(0);
        CudaEvent start = device.createEvent();
        CudaEvent end = device.createEvent();
        start.record();
        device.free(device.allocate(64));
        end.record();
        say("calls between: " + end.millisecondsSince(start));
        start.close();
        end.close();
        end.close();
        device.close();
    }

    private static boolean isCurrent(CUcontext expected) {
        CUcontext current = new CUcontext();
        JCudaDriver.cuCtxGetCurrent(current);
        return current.equals(expected);
    }

    private static boolean same(HeapBuffer a, HeapBuffer b) {
        return Arrays.deepEquals(new Object[] {a.array()}, new Object[] {b.array()});
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
