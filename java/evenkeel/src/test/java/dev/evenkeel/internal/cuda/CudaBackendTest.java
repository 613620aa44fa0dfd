package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory: what the backend asks of its driver. */
class CudaBackendTest {
    private final RecordingDriver driver = new RecordingDriver();
    private final CudaBackend backend = new CudaBackend(Device.cuda(3), driver);

    @ParameterizedTest
    @EnumSource(DType.class)
    void elementsComeBackAsTheyWent(DType dtype) {
        HeapBuffer sent = HeapBuffer.allocate(dtype, 1000);
        for (int i = 0; i < sent.length(); i++) {
            sent.set(i, i - 500);
        }
        HeapBuffer received = HeapBuffer.allocate(dtype, 1000);
        try (Buffer first = backend.allocate(dtype, 1000);
                Buffer second = backend.allocate(dtype, 1000)) {
            backend.upload(sent, first);
            backend.copy(first, second);
            backend.download(second, received);
        }
        assertThat(received.array()).isEqualTo(sent.array());
        assertThat(driver.memory).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void fillSetsEveryElementToTheRoundedValue(DType dtype) {
        for (int count : new int[] {1, 3, 1023, 1024, 1025, 5000}) {
            for (double value : new double[] {0, -0.0, 0.1, 1, Double.NaN, Double.NEGATIVE_INFINITY, 3e300}) {
                HeapBuffer expected = HeapBuffer.allocate(dtype, count);
                expected.fill(value);
                HeapBuffer received = HeapBuffer.allocate(dtype, count);
                try (Buffer buffer = backend.allocate(dtype, count)) {
                    backend.fill(buffer, value);
                    backend.download(buffer, received);
                }
                assertThat(received.array()).isEqualTo(expected.array());
            }
        }
    }

    @Test
    void buffersWithoutElementsTouchNoDriver() {
        HeapBuffer none = HeapBuffer.allocate(DType.F64, 0);
        try (Buffer empty = backend.allocate(DType.F64, 0)) {
            backend.upload(none, empty);
            backend.download(empty, none);
            backend.copy(empty, empty);
            backend.fill(empty, 1);
        }
        assertThat(driver.calls).isEmpty();
    }

    @Test
    void closingTwiceFreesOnce() {
        Buffer buffer = backend.allocate(DType.F16, 10);
        assertThat(driver.memory).hasSize(1);
        buffer.close();
        buffer.close();
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void borrowedMemoryIsLeftAlone() {
        long address = driver.allocate(64);
        try (Buffer borrowed = backend.borrow(address, DType.F32, 16)) {
            assertThat(borrowed.bytes()).isEqualTo(64);
            backend.fill(borrowed, 1.5);
        }
        assertThat(driver.memory.get(address).getFloat(60)).isEqualTo(1.5f);
    }

    @Test
    void moreBytesThanALongCountsAreRefused() {
        assertThatThrownBy(() -> backend.allocate(DType.F64, Long.MAX_VALUE / 4))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void failuresOfTheDriverComeThroughAsTheyAre() {
        driver.failAfter(0);
        assertThatThrownBy(() -> backend.allocate(DType.F32, 4)).isInstanceOfSatisfying(DeviceException.class, e -> {
            assertThat(e.code()).isEqualTo(RecordingDriver.OUT_OF_MEMORY);
            assertThat(e.codeName()).isEqualTo("CUDA_ERROR_OUT_OF_MEMORY");
        });
        assertThat(driver.memory).isEmpty();
    }

    @Test
    void synchronizeAndDeviceAreTheDriversAndTheCallers() {
        backend.synchronize();
        assertThat(driver.calls).containsExactly("synchronize");
        assertThat(backend.device()).isEqualTo(Device.cuda(3));
    }
}
