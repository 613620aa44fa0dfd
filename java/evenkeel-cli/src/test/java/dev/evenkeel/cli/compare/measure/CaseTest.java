package dev.evenkeel.cli.compare.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CaseTest {
    static Stream<Arguments> everything() {
        return Ops.ofActivations().stream()
                .flatMap(op -> Stream.of(DType.values())
                        .flatMap(dtype -> Devices.available().stream()
                                .map(device -> Arguments.of(new Case(op, Shape.of(6, 5, 7), dtype), device))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void passesOnEveryDevice(Case what, Device device) {
        Row row = new CaseRun(what, SampleData.of(what, null)).on(device, 0);
        assertThat(row.complaints()).isEmpty();
        assertThat(row.passes()).isTrue();
        assertThat(row.medianMicros()).isPositive();
        assertThat(row.errors().stream().map(OutputError::output))
                .isEqualTo(what.op().outputs().stream()
                        .filter(name -> !List.of("sum", "dresidual").contains(name))
                        .toList());
    }

    @Test
    void scalarFloat64IsTheReferenceItself() {
        for (Op op : Ops.ofActivations()) {
            Case what = new Case(op, Shape.of(6, 5, 7), DType.F64);
            Row row = new CaseRun(what, SampleData.of(what, null)).on(Device.SCALAR, 0);
            // a backward is given saved statistics, and the reference finds out its own: a last bit apart
            assertThat(row.maxAbs()).isLessThan(what.op().name().endsWith("backward") ? 2e-15 : Double.MIN_VALUE);
        }
    }

    @Test
    void takesRealActivations() {
        double[] values = new double[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5000 + Math.sin(i);
        }
        Tensor x = Tensor.wrap(values, Shape.of(6, 4), Device.SCALAR);
        Case what = new Case(Ops.named("batch-norm"), x.shape(), DType.F32);
        Row row = new CaseRun(what, SampleData.of(what, x)).on(Device.SCALAR, 0);
        assertThat(row.worst().tolerance().relativeL2()).isCloseTo(1e-4, within(1e-12));
        assertThat(row.passes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // elements 4·5·6 = 120; rows 20 of 6; channels 5
        "layer-norm, F32, 2 * 4 * (120 + 6) + 2 * 4 * 20, 1168",
        "layer-norm-backward, F16, 3 * 2 * (120 + 6) + 2 * 4 * 20, 916",
        "rms-norm, F32, 2 * 4 * 120 + 4 * 6 + 4 * 20, 1064",
        "rms-norm-backward, F16, 3 * 2 * 120 + 2 * 2 * 6 + 4 * 20, 824",
        // 5 groups of one channel in 4 samples
        "group-norm, F32, 2 * 4 * (120 + 5) + 2 * 4 * 20, 1160",
        "group-norm-backward, F32, 3 * 4 * (120 + 5) + 2 * 4 * 20, 1660",
        "instance-norm, F32, 2 * 4 * (120 + 5) + 2 * 4 * 20 + 4 * 4 * 5, 1240",
        "batch-norm, F32, 2 * 4 * (120 + 5) + 6 * 4 * 5, 1120",
        "batch-norm-backward, F64, 3 * 8 * (120 + 5) + 2 * 8 * 5, 3080"
    })
    void countsMinimalBytes(String op, DType dtype, String formula, long bytes) {
        assertThat(Traffic.minimalBytes(new Case(Ops.named(op), Shape.of(4, 5, 6), dtype)))
                .as(formula)
                .isEqualTo(bytes);
    }

    @Test
    void takesTheMedian() {
        assertThat(Timing.median(List.of(3.0, 1.0, 100.0))).isEqualTo(3);
        assertThat(Timing.median(List.of(3.0, 1.0))).isEqualTo(2);
    }
}
