package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "cpu", "cuda:0", "cuda:3"})
    void parsesWhatItPrints(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @Test
    void cudaIsTheFirst() {
        assertThat(Device.parse("cuda")).isEqualTo(Device.cuda(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:x", "cuda:99999", "cpu:0", "ptx:80", "ptx:sm_70"})
    void refusesToParse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Device.parse(text))
                .withMessage("unknown device '" + text
                        + "': expected scalar, cpu, cuda, cuda:<index>, ptx or ptx:sm_75, ptx:sm_80, ptx:sm_90");
    }

    @Test
    void virtualGpusGoByTheirArchitecture() {
        assertThat(Device.parse("ptx")).isEqualTo(Device.ptx(80)).hasToString("ptx:sm_80");
        assertThat(Device.parse("ptx:sm_75")).isEqualTo(Device.ptx(75)).hasToString("ptx:sm_75");
        assertThat(Device.parse("ptx:sm_90")).isEqualTo(Device.ptx(90));
        assertThatIllegalArgumentException().isThrownBy(() -> Device.ptx(70)).withMessage("no device ptx:70");
    }

    @Test
    void onlyCudaIsCounted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Device(Device.Kind.CPU, 1))
                .withMessage("no device cpu:1");
        assertThatIllegalArgumentException().isThrownBy(() -> Device.cuda(-1)).withMessage("no device cuda:-1");
    }
}
