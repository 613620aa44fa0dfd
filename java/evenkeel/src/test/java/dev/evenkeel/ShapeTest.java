package dev.evenkeel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @Test
    void countsElements() {
        assertThat(Shape.of(2, 3, 4).count()).isEqualTo(24);
        assertThat(Shape.of().count()).isEqualTo(1);
        assertThat(Shape.of(5, 0, 7).count()).isZero();
        assertThat(Shape.of(1L << 31, 1L << 31).count()).isEqualTo(1L << 62);
    }

    @Test
    void refusesWhatNoLongCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(1L << 32, 1L << 31))
                .withMessage("shape [4294967296, 2147483648] has more than 2^63 - 1 elements");
    }

    /** A zero does not hide that the rest could never be addressed, wherever it stands. */
    @Test
    void refusesOverflowBesideZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(0, 1L << 32, 1L << 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 32, 1L << 32, 0));
    }

    @Test
    void refusesNegativeDimensions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(2, -3))
                .withMessage("negative dimension in shape [2, -3]");
    }

    @Test
    void parses() {
        assertThat(Shape.parse("4096x1024")).isEqualTo(Shape.of(4096, 1024));
        assertThat(Shape.parse("7")).isEqualTo(Shape.of(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "3x", "x3", "3xx4", "3,4", "3X4", "a", " 3", "1.5", "99999999999999999999"})
    void refusesToParse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.parse(text))
                .withMessage(
                        "not a shape: '" + text + "'; expected whole numbers with 'x' between them, as in 4096x1024");
    }

    @Test
    void givesDimensions() {
        Shape shape = Shape.of(2, 3, 4);
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.dim(0)).isEqualTo(2);
        assertThat(shape.dim(-1)).isEqualTo(4);
        assertThat(shape.leading(2)).isEqualTo(Shape.of(2, 3));
        assertThat(shape.trailing(2)).isEqualTo(Shape.of(3, 4));
        assertThat(shape.leading(0)).isEqualTo(Shape.of());
        assertThat(shape.endsWith(Shape.of(3, 4))).isTrue();
        assertThat(shape.endsWith(Shape.of(2, 3))).isFalse();
        assertThat(shape.endsWith(Shape.of(1, 2, 3, 4))).isFalse();
        assertThat(shape).hasToString("[2, 3, 4]").hasSameHashCodeAs(Shape.of(2, 3, 4));
    }

    @Test
    void namesTheAxisThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(2, 3).dim(2))
                .withMessage("axis 2 is outside shape [2, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(2, 3).dim(-3))
                .withMessage("axis -3 is outside shape [2, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(2, 3).trailing(3))
                .withMessage("shape [2, 3] has no 3 dimensions to take");
    }

    @Test
    void sharesNoArray() {
        long[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        shape.toArray()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }
}
