package dev.evenkeel.ptx.driver;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaBackend;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.List;

/** Offers a device whose driver fails when a test wants it to. */
public final class FailingProvider implements BackendProvider {
    static final Device DEVICE = Device.cuda(1000);
    static final FailingDriver DRIVER = new FailingDriver();

    @Override
    public List<Probe> probe() {
        return List.of(new Probe(DEVICE, true, "a driver that fails on demand"));
    }

    @Override
    public NormBackend open(Device device) {
        return new CudaBackend(device, DRIVER);
    }
}
