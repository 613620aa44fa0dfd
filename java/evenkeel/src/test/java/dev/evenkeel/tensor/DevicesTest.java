package dev.evenkeel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.Device;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void theReferenceAndTheCpuAreEverywhere() {
        assertThat(Devices.available()).startsWith(Device.SCALAR, Device.CPU);
        assertThat(Devices.reports())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(
                        report -> assertThat(report.description()).isNotBlank().doesNotContain("\n"));
        assertThat(Devices.require(Device.CPU)).isEqualTo(Device.CPU);
    }

    @Test
    void theBestIsUsable() {
        assertThat(Devices.available()).contains(Devices.best());
        assertThat(Devices.best()).isNotEqualTo(Device.SCALAR);
    }

    @Test
    void describesEachOnALine() {
        assertThat(Devices.describe().lines())
                .hasSameSizeAs(Devices.reports())
                .anyMatch(line -> line.matches("cpu +(plain Java|SIMD, \\d+ bits), \\d+ threads?"));
    }

    @Test
    void saysWhyADeviceIsMissing() {
        assertThatThrownBy(() -> Devices.require(Device.cuda(9999)))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageMatching("device cuda:9999 is not available: .+");
    }

    @Test
    void synchronizingTheCpuReturns() {
        Devices.synchronize(Device.CPU);
    }
}
