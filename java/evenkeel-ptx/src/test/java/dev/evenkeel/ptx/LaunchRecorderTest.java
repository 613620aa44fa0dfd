package dev.evenkeel.ptx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.ptx.LaunchRecord.BufferRecord;
import dev.evenkeel.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is recorded of the layer-norm forward kernel, whose traffic is known: x once in, y once out. */
class LaunchRecorderTest {
    private static final Device DEVICE = Device.ptx(80);
    private static final Shape SHAPE = Shape.of(8, 1024);
    private static final long BYTES = 4 * SHAPE.count();

    @Test
    void countsTheTrafficOfEveryTensor() {
        try (Tensor x = Tensor.zeros(SHAPE, DType.F32, DEVICE);
                LaunchRecorder recorder = LaunchRecorder.start(DEVICE);
                Tensor y = Norms.layerNorm(x, Shape.of(1024), null, null, 1e-5)) {
            recorder.name(x, "x");
            recorder.name(y, "y");

            LaunchRecord launch = recorder.launches().get(0);

            assertThat(recorder.launches()).hasSize(1);
            assertThat(launch.kernel()).isEqualTo("evenkeel_row_norm_forward_v4_f32");
            assertThat(launch.grid()).containsExactly(4, 1, 1);
            assertThat(launch.sharedBytes()).isEqualTo(512);
            assertThat(launch.instructions()).isGreaterThan(SHAPE.count());
            assertThat(launch.barriers()).isEqualTo(2 * 4);
            BufferRecord read = buffer(launch, "x");
            assertThat(read.bytes()).isEqualTo(BYTES);
            assertThat(read.loadBytes()).isEqualTo(BYTES);
            assertThat(read.loadSectors()).isEqualTo(BYTES / 32);
            assertThat(read.wideBytes()).isEqualTo(BYTES);
            assertThat(read.passes()).isEqualTo(1);
            BufferRecord written = buffer(launch, "y");
            assertThat(written.storeBytes()).isEqualTo(BYTES);
            assertThat(written.storeSectors()).isEqualTo(BYTES / 32);
            assertThat(recorder.json()).contains("\"kernel\": \"evenkeel_row_norm_forward_v4_f32\"", "\"name\": \"y\"");
        }
    }

    @Test
    void otherDevicesHaveNoLaunchesToRecord() {
        assertThatThrownBy(() -> LaunchRecorder.start(Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpu");
    }

    private static BufferRecord buffer(LaunchRecord launch, String name) {
        return launch.buffers().stream()
                .filter(buffer -> buffer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
