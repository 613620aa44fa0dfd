package dev.evenkeel.bench.gpu;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.spi.Backends;
import java.util.ArrayList;
import java.util.List;

/** Times calls by marks in the stream of a device: the device's time, without the host's part. */
final class StreamClock {
    private final CudaBackend backend;

    private StreamClock(CudaBackend backend) {
        this.backend = backend;
    }

    /** The clock of the stream that Evenkeel's calls on this device go to. */
    static StreamClock of(Device device) {
        if (!(Backends.of(device) instanceof CudaBackend backend)) {
            throw new IllegalArgumentException("device " + device + " is no GPU");
        }
        return new StreamClock(backend);
    }

    /** Microseconds of one call, {@code count} times: {@code before} and then {@code calls} calls between two marks. */
    double[] micros(Runnable before, Runnable call, int calls, int count) {
        List<CudaEvent> marks = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * count; i++) {
                marks.add(backend.createEvent());
            }
            for (int i = 0; i < count; i++) {
                before.run();
                marks.get(2 * i).record();
                for (int j = 0; j < calls; j++) {
                    call.run();
                }
                marks.get(2 * i + 1).record();
            }
            double[] micros = new double[count];
            for (int i = 0; i < count; i++) {
                micros[i] = marks.get(2 * i + 1).millisecondsSince(marks.get(2 * i)) * 1e3 / calls;
            }
            return micros;
        } finally {
            marks.forEach(CudaEvent::close);
        }
    }

    /** Bytes of the second-level cache. */
    int cacheBytes() {
        return backend.properties().l2Bytes();
    }

    /** What the device is called. */
    String deviceName() {
        return backend.properties().name();
    }

    /** What the device says of itself. */
    String description() {
        return backend.properties().description();
    }
}
