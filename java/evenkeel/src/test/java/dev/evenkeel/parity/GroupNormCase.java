package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.testing.Pairs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One group or instance normalization to compare.
 *
 * @param update which running statistics an instance norm moves, and how; REPLACED: the constants are used
 * @param saved 0: backward recomputes the statistics, 1: gets the mean alone, 2: gets both
 * @param outputs 0: all, 1: those of x alone, 2: those of the parameters alone
 */
record GroupNormCase(
        boolean instance,
        Shape shape,
        long groups,
        ChannelLayout layout,
        DType dtype,
        DType paramDType,
        boolean weight,
        boolean bias,
        Update update,
        boolean accumulate,
        double mean,
        int saved,
        int outputs) {

    /** What happens to the running statistics of an instance norm. */
    enum Update {
        NONE,
        UNBIASED,
        BIASED,
        CONSTANTS
    }

    /** Which size is swept; the others are small. */
    private enum Swept {
        GROUPS,
        GROUP_CHANNELS,
        SPATIAL
    }

    private static final int[] SIZES = {1, 2, 3, 7, 31, 32, 33, 127, 255, 256, 257, 1000, 1023, 1025, 4099};

    /** Beyond this a swept size alone makes many blocks: the other sizes are as small as they may be. */
    private static final int LARGE = 1000;

    private static final long[] SAMPLES = {1, 2, 5};
    private static final int RANKS = 4;
    private static final double[] MEANS = {0, 3};

    static List<GroupNormCase> all() {
        return Pairs.of(
                        4,
                        SIZES.length,
                        Swept.values().length,
                        RANKS * 2,
                        DType.values().length,
                        2,
                        2,
                        2,
                        2,
                        Update.values().length,
                        2,
                        MEANS.length,
                        3,
                        3,
                        SAMPLES.length)
                .stream()
                .map(GroupNormCase::of)
                .toList();
    }

    private static GroupNormCase of(int[] pick) {
        DType dtype = DType.values()[pick[3]];
        boolean instance = pick[7] == 1;
        Swept swept = Swept.values()[pick[1]];
        int rank = Math.max(instance ? 3 : 2, 2 + pick[2] % RANKS);
        ChannelLayout layout = ChannelLayout.values()[pick[2] / RANKS];
        long size = SIZES[pick[0]];
        long groupChannels = instance ? 1 : swept == Swept.GROUP_CHANNELS ? size : 3;
        long groups = swept == Swept.GROUPS || instance && swept == Swept.GROUP_CHANNELS ? size : 4;
        long spatial = swept == Swept.SPATIAL ? Math.max(size, instance ? 2 : 1) : 2;
        return new GroupNormCase(
                instance,
                shape(
                        size > LARGE ? Math.min(2, SAMPLES[pick[13]]) : SAMPLES[pick[13]],
                        groups * groupChannels,
                        spatial,
                        size > LARGE ? 1 : 2,
                        rank,
                        layout),
                groups,
                layout,
                dtype,
                pick[4] == 0 ? dtype : dtype.statistics(),
                pick[5] == 1,
                pick[6] == 1,
                Update.values()[pick[8]],
                pick[9] == 1,
                MEANS[pick[10]],
                pick[11],
                pick[12]);
    }

    /** @param further size of each dimension beyond the first spatial one */
    private static Shape shape(
            long samples, long channels, long spatial, long further, int rank, ChannelLayout layout) {
        List<Long> dims = new ArrayList<>(List.of(samples));
        if (rank > 2) {
            dims.add(spatial);
            dims.addAll(Collections.nCopies(rank - 3, further));
        }
        dims.add(layout == ChannelLayout.CHANNELS_FIRST ? 1 : dims.size(), channels);
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    boolean constants() {
        return instance && update == Update.CONSTANTS;
    }

    int channels() {
        return (int) layout.channels(shape);
    }

    /** Which of the statistics element {@code i} is normalized by. */
    int groupOf(int i) {
        int channels = channels();
        int sampleSize = (int) (shape.count() / shape.dim(0));
        int channel = layout == ChannelLayout.CHANNELS_LAST ? i % channels : i % sampleSize / (sampleSize / channels);
        int group = (int) (channel / (channels / groups));
        return constants() ? channel : (int) (i / sampleSize * groups) + group;
    }

    boolean givesX() {
        return outputs != 2;
    }

    boolean givesParameters() {
        return outputs != 1;
    }
}
