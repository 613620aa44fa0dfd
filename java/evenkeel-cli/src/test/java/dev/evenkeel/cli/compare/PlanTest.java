package dev.evenkeel.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.compare.measure.Case;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
    private static final List<DType> F32 = List.of(DType.F32);
    private static final List<Device> SCALAR = List.of(Device.SCALAR);

    private static Plan plan(List<Op> ops, String... shapes) {
        return Plan.of(ops, F32, List.of(shapes), false, SCALAR);
    }

    @Test
    void takesEveryOperationTypeAndDevice() {
        Plan plan = Plan.of(
                Ops.ofActivations(),
                List.of(DType.values()),
                List.of("6x4"),
                false,
                List.of(Device.SCALAR, Device.CPU));
        assertThat(plan.cases()).hasSize(24).allMatch(what -> what.shape().equals(Shape.of(6, 4)));
        assertThat(plan.rows()).isEqualTo(48);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latency", "odd"})
    void presetsOfAllFamilies(String preset) {
        assertThat(plan(Ops.ofActivations(), preset).cases().stream()
                        .map(Case::op)
                        .distinct())
                .hasSize(10);
    }

    @Test
    void presetsOfOneFamilyLeaveTheOtherOut() {
        assertThat(plan(Ops.ofActivations(), "bert").cases())
                .allMatch(what -> what.op().family() == Op.Family.ROWS);
        assertThat(plan(Ops.ofActivations(), "llama").cases())
                .allMatch(what -> what.op().family() == Op.Family.ROWS);
        assertThat(plan(Ops.ofActivations(), "diffusion").cases())
                .allMatch(what -> what.op().family() == Op.Family.GROUPS);
        assertThat(plan(Ops.ofActivations(), "resnet50").cases())
                .allMatch(what -> what.op().family() == Op.Family.CHANNELS);
        assertThatThrownBy(() -> plan(List.of(Ops.named("batch-norm")), "bert"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no shape for batch-norm");
    }

    @Test
    void everyPresetHasTwoValuesPerChannelAtLeast() {
        for (String preset : List.of("resnet50", "latency", "odd")) {
            assertThat(plan(List.of(Ops.named("batch-norm")), preset).cases())
                    .allMatch(what -> what.shape().count() / what.shape().dim(1) >= 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12x", "axb", "big", "-3x4", "3x0", "99999999999x99999999999"})
    void refusesWhatIsNoShape(String word) {
        assertThatThrownBy(() -> plan(Ops.ofActivations(), word))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--shape '" + word + "'");
    }

    @Test
    void aQuickRunIsShared() {
        assertThat(new Budget(false).nextRowNanos(10)).isEqualTo(250_000_000L);
        assertThat(new Budget(false).nextRowNanos(1000)).isBetween(10_000_000L, 20_000_000L);
        assertThat(new Budget(true).nextRowNanos(1000)).isEqualTo(2_000_000_000L);
    }
}
