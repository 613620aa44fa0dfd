package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Turns SHORT = new Turns(3, 2, 1);

    @Test
    void eachRoundBeginsWithAnotherOne() {
        assertThat(Turns.order(3, 0)).containsExactly(0, 1, 2);
        assertThat(Turns.order(3, 1)).containsExactly(1, 2, 0);
        assertThat(Turns.order(3, 5)).containsExactly(2, 0, 1);
    }

    @Test
    void everyoneHasAFigureOfEachRound() {
        List<double[]> micros =
                SHORT.time(List.of(contender("a", new ArrayList<>()), contender("b", new ArrayList<>())));

        assertThat(micros).hasSize(2).allSatisfy(one -> {
            assertThat(one).hasSize(3);
            assertThat(one).doesNotContain(Double.NaN);
        });
    }

    @Test
    void turnsAreTakenInTheRotatedOrder() {
        List<String> calls = new ArrayList<>();

        SHORT.time(List.of(contender("a", calls), contender("b", calls)));

        List<String> turns = new ArrayList<>();
        for (String call : calls) {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(call)) {
                turns.add(call);
            }
        }
        // two warm-ups of both, then a b, b a, a b, where the same contender twice in a row is one run of calls
        assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
    }

    private static Contender contender(String name, List<String> calls) {
        return new Contender() {
            @Override
            public void run() {
                calls.add(name);
            }

            @Override
            public Map<String, float[]> outputs() {
                return Map.of();
            }
        };
    }
}
