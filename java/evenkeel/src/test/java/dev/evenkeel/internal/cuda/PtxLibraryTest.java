package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtxLibraryTest {
    @ParameterizedTest
    @CsvSource({"75, 75", "80, 80", "86, 80", "89, 80", "90, 80", "100, 80", "120, 80"})
    void theNewestTargetThatTheDeviceRunsAndThatDiffers(int computeCapability, int target) {
        RecordingDriver driver = new RecordingDriver(computeCapability);
        new PtxLibrary(driver).kernel(Kernel.ROW_NORM_FORWARD_V2, DType.F32, DType.F32);
        assertThat(driver.loadedTargets).containsExactly(".target sm_" + target);
    }

    @Test
    void devicesOlderThanAllTargetsAreRefused() {
        assertThatThrownBy(() -> new PtxLibrary(new RecordingDriver(70)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sm_70 is older than sm_75");
        assertThat(CudaBackend.runsOn(70)).isFalse();
        assertThat(CudaBackend.runsOn(75)).isTrue();
    }

    @Test
    void filesAreLoadedOnceAndOnDemand() {
        RecordingDriver driver = new RecordingDriver();
        PtxLibrary library = new PtxLibrary(driver);
        assertThat(driver.calls).isEmpty();
        PtxLibrary.Loaded stats = library.kernel(Kernel.CHANNEL_NORM_STATS_STRIPS, DType.F32, DType.F32);
        library.kernel(Kernel.CHANNEL_NORM_STATS_PLANES, DType.F32, DType.F32);
        assertThat(library.kernel(Kernel.CHANNEL_NORM_STATS_STRIPS, DType.F32, DType.F32))
                .isSameAs(stats);
        assertThat(driver.calls).containsExactly("loadModule", "function", "function");
    }

    @Test
    void aFailureToLoadIsNotRemembered() {
        RecordingDriver driver = new RecordingDriver();
        PtxLibrary library = new PtxLibrary(driver);
        driver.failAfter(0);
        assertThatThrownBy(() -> library.kernel(Kernel.CHANNEL_NORM_RSTD, DType.F32, DType.F32))
                .isInstanceOf(DeviceException.class);
        assertThat(library.kernel(Kernel.CHANNEL_NORM_RSTD, DType.F32, DType.F32)
                        .function()
                        .entry())
                .isEqualTo("evenkeel_channel_norm_rstd_f32");
    }

    @Test
    void aJarWithoutPtxSaysSo() {
        assertThatThrownBy(() -> PtxLibrary.text(75, "no_such"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this jar was built without the PTX of no_such");
    }
}
