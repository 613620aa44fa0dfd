package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateDictTest {
    private static final StateDict MODEL = StateDict.builder()
            .put("conv.weight", StateValue.ofLong(1))
            .put("bn.weight", StateValue.ofLong(2))
            .put("bn.num_batches_tracked", StateValue.ofLong(3))
            .put("bn2.weight", StateValue.ofLong(4))
            .build();

    @Test
    void keepsTheOrder() {
        assertThat(MODEL.names()).containsExactly("conv.weight", "bn.weight", "bn.num_batches_tracked", "bn2.weight");
        assertThat(MODEL.size()).isEqualTo(4);
        assertThat(MODEL.isEmpty()).isFalse();
        assertThat(MODEL.get("bn.weight").longValue()).isEqualTo(2);
        assertThat(MODEL.contains("bn")).isFalse();
        assertThat(MODEL)
                .hasToString("StateDict {conv.weight=StateValue [] I64, bn.weight=StateValue [] I64, "
                        + "bn.num_batches_tracked=StateValue [] I64, bn2.weight=StateValue [] I64}");
    }

    @Test
    void prefixesComeAndGo() {
        StateDict bn = MODEL.withPrefix("bn.");
        assertThat(bn.names()).containsExactly("weight", "num_batches_tracked");
        assertThat(bn.get("weight").longValue()).isEqualTo(2);
        assertThat(bn.prefixed("bn.").names()).containsExactly("bn.weight", "bn.num_batches_tracked");
        assertThat(bn.prefixed("bn.").withPrefix("bn.")).isEqualTo(bn);
        assertThat(MODEL.withPrefix("")).isEqualTo(MODEL);
        assertThat(MODEL.withPrefix("ln.").isEmpty()).isTrue();
    }

    @Test
    void equalityIsByContent() {
        StateDict turned = StateDict.builder()
                .putAll(MODEL.withPrefix("bn.").prefixed("bn."))
                .put("bn2.weight", StateValue.ofLong(4))
                .put("conv.weight", StateValue.ofLong(1))
                .build();
        assertThat(turned).isEqualTo(MODEL).hasSameHashCodeAs(MODEL);
        assertThat(MODEL).isNotEqualTo(MODEL.prefixed("x.")).isNotEqualTo(MODEL.withPrefix("bn."));
        assertThat(StateDict.builder().put("a", StateValue.ofLong(1)).build())
                .isNotEqualTo(StateDict.builder().put("a", StateValue.ofLong(2)).build());
    }

    @Test
    void aBuilderTakesTensorsAndEachNameOnce() {
        StateDict.Builder builder = StateDict.builder();
        try (Tensor ones = Tensor.full(Shape.of(2), 1, DType.F32, Device.CPU)) {
            builder.put("w", ones);
        }
        StateDict one = builder.build();
        assertThat(one.get("w")).hasToString("StateValue [2] F32");
        assertThatThrownBy(() -> builder.put("w", StateValue.ofLong(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a value of name 'w' already");
        assertThatThrownBy(() -> builder.putAll(MODEL.prefixed("x.")).putAll(one))
                .hasMessageContaining("'w'");
        assertThat(one.size()).as("what was built before").isEqualTo(1);
        assertThat(builder.build().size()).isEqualTo(5);
    }

    @Test
    void namesCannotBeTakenOut() {
        assertThatThrownBy(() -> MODEL.names().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsMissingIsNamedWithWhatThereIs() {
        assertThatThrownBy(() -> MODEL.get("bn.wieght"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is no tensor 'bn.wieght'; there are conv.weight, bn.weight, bn.num_batches_tracked, bn2.weight");
        assertThatThrownBy(() -> StateDict.builder().build().get("x"))
                .hasMessage("there is no tensor 'x', nor any other");
    }

    @Test
    void ofManyNamesTheNearOnesAreShown() {
        StateDict.Builder builder = StateDict.builder();
        IntStream.range(0, 1000).forEach(i -> builder.put("layer" + i + ".0.bn1.weight", StateValue.ofLong(i)));
        IntStream.range(0, 1000).forEach(i -> builder.put("layer" + i + ".0.bn1.bias", StateValue.ofLong(i)));
        assertThatThrownBy(() -> builder.build().get("layer77.0.bn1.weigth"))
                .hasMessageStartingWith(
                        "there is no tensor 'layer77.0.bn1.weigth'; there are layer77.0.bn1.weight, layer77")
                .hasMessageEndingWith(" and 1988 more");
        assertThatThrownBy(() -> builder.build().get("bn1\n" + "x".repeat(10_000)))
                .hasMessageStartingWith("there is no tensor 'bn1\\u000axxx");
    }
}
