package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import dev.evenkeel.bench.peers.own.OwnLibrary;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The check that every candidate must pass: right itself, and passed by Evenkeel. */
class ReferenceTest {
    private static final PeerLibrary OWN = new OwnLibrary("evenkeel", true);

    static List<Operation> operations() {
        return Problems.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void evenkeelAgrees(Operation operation) {
        Problem problem = new Problem(operation, operation.byRows() ? Shape.of(13, 37) : Shape.of(5, 7, 3, 11));
        Data data = Data.of(problem, Input.NORMAL);
        Contender contender = Objects.requireNonNull(OWN.prepare(problem, data));

        assertThat(OutputError.of(contender.outputs(), data.reference()))
                .hasSameSizeAs(data.reference().outputs())
                .allSatisfy((name, error) -> assertThat(error.relativeL2()).isLessThan(1e-6));
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"LAYER_NORM", "BATCH_NORM", "BATCH_NORM_LAST"})
    void outputsHaveMeanAndDeviationOfTheParameters(Operation operation) {
        Problem problem = new Problem(operation, Shape.of(4, 6, 5));
        Data data = Data.of(problem, Input.NORMAL);
        double[] y = Objects.requireNonNull(data.reference().outputs().get("y"));
        double sum = 0;
        int i = 0;
        for (int o = 0; o < problem.outer(); o++) {
            for (int c = 0; c < problem.parameters(); c++) {
                for (int k = 0; k < problem.inner(); k++) {
                    sum += (y[i++] - data.bias()[c]) / data.weight()[c];
                }
            }
        }

        assertThat(i).isEqualTo(problem.count());
        assertThat(sum).isCloseTo(0, within(1e-11));
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void difficultInputsAreWhatTheySay(Input input) {
        Problem problem = new Problem(Operation.BATCH_NORM, Shape.of(3, 4, 5));
        Data data = Data.of(problem, input);

        assertThat(data.x()[problem.inner()])
                .isEqualTo(input == Input.OUTLIER ? Input.OUTLYING : data.x()[problem.inner()]);
        assertThat(data.reference().outputs().get("y")).doesNotContain(Double.NaN);
    }
}
