package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaEvent;
import dev.evenkeel.internal.cuda.KernelInventory;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real device: memory there and back, and the clock. */
@Tag("gpu")
class CudaSmokeTest {
    private static final int COUNT = 3_000_001;

    private static final BackendProvider.Probe PROBE = Backends.probes().stream()
            .filter(probe -> probe.device().equals(Device.cuda(0)))
            .findFirst()
            .orElseThrow();

    @BeforeAll
    static void sayWhereItRuns() {
        System.out.println("GPU tests " + (PROBE.usable() ? "on " : "skipped: ") + PROBE.description());
    }

    @BeforeEach
    void needsADevice() {
        assumeTrue(PROBE.usable(), PROBE.description());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void elementsComeBackAsTheyWent(DType dtype) {
        NormBackend backend = Backends.of(Device.cuda(0));
        HeapBuffer sent = HeapBuffer.allocate(dtype, COUNT);
        HeapBuffer received = HeapBuffer.allocate(dtype, COUNT);
        for (int i = 0; i < COUNT; i++) {
            sent.set(i, i % 2000 - 1000);
        }
        try (Buffer first = backend.allocate(dtype, COUNT);
                Buffer second = backend.allocate(dtype, COUNT)) {
            backend.upload(sent, first);
            backend.copy(first, second);
            backend.download(second, received);
        }
        assertThat(received.array()).isEqualTo(sent.array());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void fillSetsEveryElement(DType dtype) {
        NormBackend backend = Backends.of(Device.cuda(0));
        HeapBuffer expected = HeapBuffer.allocate(dtype, COUNT);
        HeapBuffer received = HeapBuffer.allocate(dtype, COUNT);
        expected.fill(0.1);
        try (Buffer buffer = backend.allocate(dtype, COUNT)) {
            backend.fill(buffer, 0.1);
            backend.download(buffer, received);
        }
        assertThat(received.array()).isEqualTo(expected.array());
    }

    @Test
    void eventsMeasureTheTimeOfWork() {
        try (JCudaDevice device = new JCudaDevice(0);
                CudaEvent start = device.createEvent();
                CudaEvent end = device.createEvent()) {
            long bytes = 64 << 20;
            long address = device.allocate(bytes);
            start.record();
            device.fill(address, 0, Integer.BYTES, bytes / Integer.BYTES);
            end.record();
            assertThat(end.millisecondsSince(start)).isPositive().isLessThan(1000);
            device.free(address);
        }
    }

    @Test
    void everyKernelIsOneThatTheDriverCompiles() {
        try (JCudaDevice device = new JCudaDevice(0)) {
            assertThat(KernelInventory.load(device)).isPositive();
        }
    }
}
