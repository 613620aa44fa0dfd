package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTest {
    @ParameterizedTest
    @EnumSource
    void parsesItsLabel(DType dtype) {
        assertThat(DType.parse(dtype.label())).isSameAs(dtype);
    }

    @Test
    void listsTheLabelsThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DType.parse("F32"))
                .withMessage("unknown dtype 'F32': expected one of f32, f16, bf16, f64");
    }

    @Test
    void sizesAndRoundoff() {
        assertThat(DType.F32.bytes()).isEqualTo(4);
        assertThat(DType.BF16.bytes()).isEqualTo(2);
        assertThat(DType.F64.unitRoundoff()).isEqualTo(Math.ulp(1.0) / 2);
        assertThat(DType.F32.unitRoundoff()).isEqualTo(Math.ulp(1f) / 2);
        assertThat(DType.F16.unitRoundoff()).isEqualTo(0x1p-11);
        assertThat(DType.BF16.unitRoundoff()).isEqualTo(0x1p-8);
    }

    @Test
    void statisticsOfSixteenBitTypesAreFloat() {
        assertThat(DType.F16.statistics()).isSameAs(DType.F32);
        assertThat(DType.BF16.statistics()).isSameAs(DType.F32);
        assertThat(DType.F64.statistics()).isSameAs(DType.F64);
    }
}
