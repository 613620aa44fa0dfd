package dev.evenkeel.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private final Call reference = call(DType.F64, 1, 2, 3);

    @Test
    void roundingIsNoError() {
        assertThatCode(() -> Agreement.require("op", call(DType.BF16, 1.001, 2, 3), reference))
                .doesNotThrowAnyException();
    }

    @Test
    void aWrongValueIsNamedWithItsError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Agreement.require("op", call(DType.F32, 1.001, 2, 3), reference))
                .withMessage("op: y is wrong: relative error 0.000267, tolerance 1.00e-05");
    }

    @Test
    void whatWasNeverWrittenIsAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Agreement.require("op", call(DType.F32, 1, Double.NaN, 3), reference));
    }

    private static Call call(DType dtype, double... y) {
        return new Call(() -> {}, Map.of("y", Tensor.copyOf(y, Shape.of(y.length), dtype, Device.SCALAR)));
    }
}
