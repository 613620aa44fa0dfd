package dev.evenkeel.internal.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class VectorModuleTest {
    private static final String SIMD = "evenkeel.simd";

    @AfterEach
    void forget() {
        System.clearProperty(SIMD);
    }

    @Test
    void theTestsRunWithVectors() {
        assertThat(VectorModule.loops().name()).matches("SIMD, \\d+ bits");
    }

    @Test
    void thePropertyTurnsThemOff() {
        System.setProperty(SIMD, "false");
        assertThat(VectorModule.loops().name()).isEqualTo("plain Java");
    }

    @Test
    void saysWhatIsWrongWithTheProperty() {
        System.setProperty(SIMD, "off");
        assertThatThrownBy(VectorModule::loops)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("system property evenkeel.simd must be true or false, not 'off'");
    }
}
