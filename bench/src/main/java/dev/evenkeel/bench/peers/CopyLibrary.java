package dev.evenkeel.bench.peers;

import java.util.Map;

/**
 * The yardstick: the fewest bytes that a problem can move, and no arithmetic to speak of. Forward, x is copied;
 * backward, x and dy are added.
 */
final class CopyLibrary implements PeerLibrary {
    /** The name of the yardstick. */
    static final String CANDIDATE = "copy";

    private Team team = new Team(1);

    @Override
    public String candidate() {
        return CANDIDATE;
    }

    @Override
    public String open(int threads) {
        team = new Team(threads);
        return "System.arraycopy, or an addition, on " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Contender prepare(Problem problem, Data data) {
        float[] x = data.x();
        float[] dy = data.dy();
        float[] to = new float[x.length];
        Team.Part part = problem.backward()
                ? (from, end) -> add(x, dy, to, from, end)
                : (from, end) -> System.arraycopy(x, from, to, from, end - from);
        return new Contender() {
            @Override
            public void run() {
                team.run(x.length, part);
            }

            @Override
            public Map<String, float[]> outputs() {
                run();
                return Map.of();
            }
        };
    }

    private static void add(float[] x, float[] dy, float[] to, int from, int end) {
        for (int i = from; i < end; i++) {
            to[i] = x[i] + dy[i];
        }
    }
}
