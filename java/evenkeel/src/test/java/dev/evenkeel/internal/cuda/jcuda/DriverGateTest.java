package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverGateTest {
    private static final String NO_TRACE =
            "no NVIDIA driver: none of /proc/driver/nvidia/version, /dev/nvidiactl, /dev/dxg";

    @ParameterizedTest
    @ValueSource(strings = {"/proc/driver/nvidia/version", "/dev/nvidiactl", "/dev/dxg"})
    void anyTraceOfADriverOpensIt(String trace) {
        assertThat(gate("", "Linux", trace).closed()).isEmpty();
        assertThat(gate("auto", "Linux", trace).closed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|Linux|" + NO_TRACE,
                "auto|Linux|" + NO_TRACE,
                "off|Linux|switched off by -Devenkeel.cuda=off",
                "off|Windows 11|switched off by -Devenkeel.cuda=off",
                "|Mac OS X|there is no CUDA for Mac OS X",
                "yes|Linux|-Devenkeel.cuda=yes is none of off, on, auto"
            })
    void aClosedOneSaysWhy(String setting, String os, String reason) {
        assertThat(gate(setting == null ? "" : setting, os, "/dev/null").closed())
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"on, Linux", "on, Mac OS X", "auto, Windows 11"})
    void itCanBeOverridden(String setting, String os) {
        assertThat(gate(setting, os, "/dev/null").closed()).isEmpty();
    }

    private static DriverGate gate(String setting, String os, String file) {
        return new DriverGate(setting, os, Set.of(Path.of(file))::contains);
    }
}
