package dev.evenkeel.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import org.junit.jupiter.api.Test;

/** Classes come over exactly, or are refused. */
class ClassTargetsTest {
    @Test
    void holdsTheClasses() {
        int last = (1 << 24) - 1;
        assertThat(ClassTargets.of(new int[] {0, last}, last + 1, DType.F32, Device.CPU)
                        .toDoubleArray())
                .containsExactly(0, last);
        assertThat(ClassTargets.of(new int[] {Integer.MAX_VALUE - 1}, Integer.MAX_VALUE, DType.F64, Device.CPU)
                        .toDoubleArray())
                .containsExactly(Integer.MAX_VALUE - 1);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassTargets.of(new int[] {0, 3}, 3, DType.F32, Device.CPU))
                .withMessage("class targets: expected classes from 0 to 2, got 3 at index 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassTargets.of(new int[] {-1}, 3, DType.F32, Device.CPU))
                .withMessage("class targets: expected classes from 0 to 2, got -1 at index 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassTargets.of(new int[] {0}, 1 << 25, DType.F32, Device.CPU))
                .withMessage("class targets: f32 holds whole numbers up to 2^24, not 33554432 classes; use f64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassTargets.of(new int[] {0}, 3, DType.F16, Device.CPU))
                .withMessage("class targets: expected type f32 or f64, got f16");
    }
}
