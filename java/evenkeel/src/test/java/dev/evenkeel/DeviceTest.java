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
    @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:x", "cuda:99999", "cpu:0"})
    void refusesToParse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Device.parse(text))
                .withMessage("unknown device '" + text + "': expected scalar, cpu, cuda or cuda:<index>");
    }

    @Test
    void onlyCudaIsCounted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Device(Device.Kind.CPU, 1))
                .withMessage("no device cpu:1");
        assertThatIllegalArgumentException().isThrownBy(() -> Device.cuda(-1)).withMessage("no device cuda:-1");
    }
}
