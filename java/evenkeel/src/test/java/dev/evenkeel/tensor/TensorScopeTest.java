package dev.evenkeel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
    @Test
    void closesLastFirst() {
        List<Integer> closed = new ArrayList<>();
        try (TensorScope scope = new TensorScope()) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                scope.<AutoCloseable>add(() -> closed.add(number));
            }
        }
        assertThat(closed).containsExactly(2, 1, 0);
    }

    @Test
    void closesTensors() {
        Tensor tensor;
        try (TensorScope scope = new TensorScope()) {
            tensor = scope.add(Tensor.zeros(Shape.of(1), DType.F32, Device.CPU));
        }
        assertThat(tensor.isClosed()).isTrue();
    }

    @Test
    void oneFailureDoesNotKeepTheOthersOpen() {
        List<String> closed = new ArrayList<>();
        TensorScope scope = new TensorScope();
        scope.<AutoCloseable>add(() -> closed.add("first"));
        scope.<AutoCloseable>add(() -> {
            throw new IllegalArgumentException("second");
        });
        scope.<AutoCloseable>add(() -> {
            throw new UnsupportedOperationException("third");
        });
        assertThatThrownBy(scope::close)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("third")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(s -> assertThat(s).hasMessage("second")));
        assertThat(closed).containsExactly("first");
        scope.close();
    }

    @Test
    void checkedFailuresAreWrapped() {
        TensorScope scope = new TensorScope();
        scope.<AutoCloseable>add(() -> {
            throw new IOException("disk");
        });
        assertThatIllegalStateException().isThrownBy(scope::close).withCauseInstanceOf(IOException.class);
    }

    @Test
    void takesNothingOnceClosed() {
        TensorScope scope = new TensorScope();
        scope.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> scope.<AutoCloseable>add(() -> {}))
                .withMessage("this scope is closed");
    }

    @Test
    void closingAfterAFailureLeavesThatFailureToTell() {
        IllegalStateException first = new IllegalStateException("the launch failed");
        IllegalStateException second = new IllegalStateException("so did the free");
        boolean[] closed = {false};
        TensorScope.closeAfter(first, () -> closed[0] = true, () -> {
            throw second;
        });
        assertThat(closed[0]).isTrue();
        assertThat(first).hasSuppressedException(second);
    }
}
