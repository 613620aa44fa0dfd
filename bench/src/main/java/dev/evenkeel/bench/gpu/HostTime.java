package dev.evenkeel.bench.gpu;

import dev.evenkeel.bench.Call;
import dev.evenkeel.bench.Case;
import dev.evenkeel.bench.Operands;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** The host's time of a call: until it returns, while the device works on. */
final class HostTime {
    /** Calls between two waits: few enough that the driver's queue has room for all. */
    private static final int CALLS = 50;

    private HostTime() {}

    /** Measures a case, small so that the device is done soon, with this many samples after as many for warming up. */
    static GpuRow of(Case what, int samples) {
        try (TensorScope scope = new TensorScope()) {
            Call call =
                    what.operation().benchmark().call(what.shape(), Operands.on(what.device(), what.dtype(), scope));
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < 2 * samples; i++) {
                Devices.synchronize(what.device());
                long start = System.nanoTime();
                for (int j = 0; j < CALLS; j++) {
                    call.operation().run();
                }
                double each = (System.nanoTime() - start) * 1e-3 / CALLS;
                if (i >= samples) {
                    micros.add(each);
                }
            }
            Devices.synchronize(what.device());
            return GpuRow.ofCall(GpuRow.HOST, what, micros);
        }
    }
}
