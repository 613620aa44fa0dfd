package dev.evenkeel.norms;

import dev.evenkeel.DType;
import dev.evenkeel.ptx.PtxDevices;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** {@link AccuracyTest} on the virtual GPUs, with the bounds of the real ones. */
class AccuracyOnPtxTest extends AccuracyTest.Cases {
    AccuracyOnPtxTest() {
        super(PtxDevices.all());
    }

    static Stream<Arguments> inputs() {
        return PtxDevices.all().stream()
                .flatMap(d -> Stream.of(
                        Arguments.of(d, DType.F32, 1000, 0.0, 4e-7),
                        Arguments.of(d, DType.F32, 1000, 1e4, 4e-7),
                        Arguments.of(d, DType.F32, 1000, 1e6, 4e-7),
                        Arguments.of(d, DType.F64, 1000, 1e4, 1e-14)));
    }
}
