package dev.evenkeel.nn;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options are checked when they are given, not when the layer first runs. */
class BuildersTest {
    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void epsIsFiniteAndNotNegative(double eps) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerNorm.builder(4).eps(eps))
                .withMessage("eps must be finite and at least 0, not " + eps);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchNorm.builder(4).eps(eps))
                .withMessage("eps must be finite and at least 0, not " + eps);
    }

    @Test
    void normalizedShapeHasElements() {
        assertThatIllegalArgumentException()
                .isThrownBy(LayerNorm::builder)
                .withMessage("normalizedShape must have elements, not []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerNorm.builder(3, 0))
                .withMessage("normalizedShape must have elements, not [3, 0]");
    }
}
