package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.BackendProvider.Probe;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CudaBackendProviderTest {
    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(BackendProvider.class)).hasAtLeastOneElementOfType(CudaBackendProvider.class);
    }

    @Test
    void aClosedGateIsTheReason() {
        DriverGate off = new DriverGate("off", "Linux", path -> true);
        assertThat(new CudaBackendProvider(off).probe())
                .containsExactly(new Probe(Device.cuda(0), false, "switched off by -Devenkeel.cuda=off"));
    }

    @Test
    void devicesAreToldInTheDriversOrder() {
        assertThat(CudaBackendProvider.probes(List.of(device("A", 6, 1, 12080), device("B", 7, 5, 12040))))
                .containsExactly(
                        new Probe(
                                Device.cuda(0),
                                false,
                                "A, sm_61, 8 GiB, driver 12.8: older than sm_75 (Turing), the oldest that the kernels"
                                        + " are compiled for"),
                        new Probe(Device.cuda(1), true, "B, sm_75, 8 GiB, driver 12.4"));
        assertThat(CudaBackendProvider.probes(List.of(device("C", 7, 5, 10020))))
                .containsExactly(new Probe(
                        Device.cuda(0),
                        false,
                        "C, sm_75, 8 GiB, driver 10.2: the kernels need a driver for CUDA 11.0 or newer"));
    }

    @Test
    void reasonsAreOneLine() {
        assertThat(InstalledDevices.reason(new NoClassDefFoundError("jcuda/driver/JCudaDriver")))
                .isEqualTo("JCuda is missing: no class jcuda.driver.JCudaDriver");
        assertThat(InstalledDevices.reason(new UnsatisfiedLinkError(
                        "Error while loading\njava.lang.UnsatisfiedLinkError: no x in path\n\tat a.b\n"
                                + "java.lang.UnsatisfiedLinkError: /c/x.so: libcuda.so.1: not found\n\tat c.d")))
                .isEqualTo("/c/x.so: libcuda.so.1: not found");
        assertThat(InstalledDevices.reason(new IOException("first\nsecond"))).isEqualTo("IOException: first");
        assertThat(InstalledDevices.reason(new OutOfMemoryError())).isEqualTo("OutOfMemoryError: null");
    }

    private static DeviceProperties device(String name, int major, int minor, int driver) {
        return new DeviceProperties(
                name,
                major,
                minor,
                40,
                8L << 30,
                1024,
                Integer.MAX_VALUE,
                65535,
                48 << 10,
                64 << 10,
                4 << 20,
                true,
                driver);
    }
}
