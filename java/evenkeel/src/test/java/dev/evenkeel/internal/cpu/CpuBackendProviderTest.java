package dev.evenkeel.internal.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.internal.cpu.kernel.VectorModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuBackendProviderTest {
    private static final String LOOPS = VectorModule.loops().name();

    @Test
    void countsThreads() {
        assertThat(CpuBackendProvider.probeThreads("1").description()).isEqualTo(LOOPS + ", 1 thread");
        assertThat(CpuBackendProvider.probeThreads("16").description()).isEqualTo(LOOPS + ", 16 threads");
        assertThat(CpuBackendProvider.probeThreads(null).usable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "", "100000"})
    void saysWhatIsWrongWithTheProperty(String property) {
        assertThat(CpuBackendProvider.probeThreads(property).usable()).isFalse();
        assertThat(CpuBackendProvider.probeThreads(property).description())
                .isEqualTo("system property evenkeel.threads must be a whole number from 1 to 9999, not '" + property
                        + "'");
    }
}
