package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final Problem PROBLEM = new Problem(Operation.LAYER_NORM, Shape.of(3, 8));
    private static final Turns SHORT = new Turns(2, 2, 1);

    @Test
    void wrongResultsAreReportedAndNotTimed() {
        AtomicInteger calls = new AtomicInteger();
        PeerLibrary right = library("right", new AtomicInteger(), y -> y);
        PeerLibrary wrong = library("wrong", calls, y -> new float[y.length]);
        PeerLibrary notANumber = library("nan", calls, y -> {
            y[0] = Float.NaN;
            return y;
        });

        try (Contest contest = new Contest(PROBLEM, Input.NORMAL, List.of(right, wrong, notANumber, absent()))) {
            Map<String, @Nullable Quantiles> times = contest.times(SHORT);

            assertThat(contest.wrong()).containsExactly("wrong", "nan");
            assertThat(times).containsOnlyKeys("right", "wrong", "nan").containsEntry("wrong", null);
            assertThat(times.get("right")).isNotNull();
            assertThat(contest.worstError("wrong")).isEqualTo(1);
            assertThat(contest.errors("y")).containsOnlyKeys("right", "wrong", "nan");
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void peersMayRefuse() {
        PeerLibrary refusing = library("refusing", new AtomicInteger(), y -> {
            throw new IllegalStateException("rows of 8 are too short");
        });

        try (Contest contest = new Contest(PROBLEM, Input.NORMAL, List.of(refusing))) {
            assertThat(contest.refusals()).containsExactly("refusing: rows of 8 are too short");
            assertThat(contest.times(SHORT)).isEmpty();
        }
    }

    @Test
    void theSecondCopyHasADeviceOfItsOwn() {
        assertThat(SecondCopy.isOwn("dev.evenkeel.tensor.Tensor")).isTrue();
        assertThat(SecondCopy.isOwn("dev.evenkeel.bench.peers.own.OwnLibrary")).isTrue();
        assertThat(SecondCopy.isOwn("dev.evenkeel.bench.peers.Data")).isFalse();
        assertThat(SecondCopy.isOwn("java.lang.String")).isFalse();
        PeerLibrary scalar = Libraries.all().stream()
                .filter(library -> library.candidate().equals(Libraries.EVENKEEL_SCALAR))
                .findFirst()
                .orElseThrow();
        scalar.open(1);

        try (Contest contest = new Contest(PROBLEM, Input.NORMAL, List.of(scalar))) {
            assertThat(contest.wrong()).isEmpty();
        }
        assertThat(scalar.getClass().getClassLoader()).isInstanceOf(SecondCopy.class);
    }

    @Test
    void theCopyIsSharedByATeam() {
        int count = 100_003;
        int[] times = new int[count];
        try (Team team = new Team(3)) {
            team.run(count, (from, to) -> {
                for (int i = from; i < to; i++) {
                    times[i]++;
                }
            });
        }
        assertThat(times).containsOnly(1);
    }

    private static PeerLibrary absent() {
        return new PeerLibrary() {
            @Override
            public String candidate() {
                return "absent";
            }

            @Override
            public String open(int threads) {
                return "";
            }

            @Override
            public @Nullable Contender prepare(Problem problem, Data data) {
                return null;
            }
        };
    }

    private static PeerLibrary library(String name, AtomicInteger calls, UnaryOperator<float[]> change) {
        return new PeerLibrary() {
            @Override
            public String candidate() {
                return name;
            }

            @Override
            public String open(int threads) {
                return "";
            }

            @Override
            public Contender prepare(Problem problem, Data data) {
                double[] y = Objects.requireNonNull(data.reference().outputs().get("y"));
                float[] rounded = new float[y.length];
                for (int i = 0; i < y.length; i++) {
                    rounded[i] = (float) y[i];
                }
                float[] given = change.apply(rounded);
                return new Contender() {
                    @Override
                    public void run() {
                        calls.incrementAndGet();
                    }

                    @Override
                    public Map<String, float[]> outputs() {
                        return Map.of("y", given);
                    }
                };
            }
        };
    }
}
