package dev.evenkeel.ptx.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.evenkeel.DType;
import dev.evenkeel.DeviceException;
import dev.evenkeel.Shape;
import dev.evenkeel.nn.Forward;
import dev.evenkeel.nn.Lstm;
import dev.evenkeel.nn.Mode;
import dev.evenkeel.tensor.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An LSTM gives back all device memory but what it hands out, whichever of its allocations or launches fails. */
class LstmMemoryTest {
    private static final FailingDriver DRIVER = FailingProvider.DRIVER;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLeftBehind(boolean returnSequences) {
        DRIVER.failAt(0, false);
        try (Lstm layer = layer(returnSequences);
                Tensor x = Tensor.full(Shape.of(2, 3, 2), 0.5, DType.F32, FailingProvider.DEVICE);
                Forward pass = layer.forward(x, Mode.TRAINING);
                Tensor dy = pass.output().to(FailingProvider.DEVICE)) {
            check(x, given -> layer.forward(given).close());
            check(x, given -> layer.forward(given, Mode.TRAINING).close());
            check(dy, given -> pass.backward(given).close());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLayerItselfIsMadeWholeOrNotAtAll(boolean returnSequences) {
        DRIVER.failAt(0, false);
        check("no input", given -> layer(returnSequences).close());
    }

    private static Lstm layer(boolean returnSequences) {
        return Lstm.builder(2, 3).returnSequences(returnSequences).build(FailingProvider.DEVICE);
    }

    private static <T> void check(T given, Consumer<T> operation) {
        int live = DRIVER.live();
        DRIVER.failAt(0, false);
        operation.accept(given);
        int calls = DRIVER.calls();
        assertThat(DRIVER.live()).isEqualTo(live);
        for (int call = 1; call <= calls; call++) {
            DRIVER.failAt(call, false);
            assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> operation.accept(given));
            assertThat(DRIVER.live())
                    .as("after a failure at call %d of %d", call, calls)
                    .isEqualTo(live);
        }
        DRIVER.failAt(0, false);
    }
}
