package dev.evenkeel.parity;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.Activation;
import dev.evenkeel.norms.ChannelLayout;
import dev.evenkeel.testing.Pairs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * One batch normalization to compare.
 *
 * @param update which running statistics are given, and how they move
 * @param saved 0: backward recomputes the statistics, 1: gets the mean alone, 2: gets both
 * @param outputs 0: all, 1: those of x alone, 2: those of the parameters alone
 */
record BatchNormCase(
        Shape shape,
        ChannelLayout layout,
        DType dtype,
        DType paramDType,
        boolean weight,
        boolean bias,
        boolean residual,
        Activation activation,
        boolean training,
        Update update,
        boolean accumulate,
        int saved,
        int outputs) {

    /** How the running statistics move. */
    enum Update {
        NONE,
        UNBIASED,
        BIASED,
        REPLACED
    }

    /** Which of a batch's sizes is swept; the others are small. */
    private enum Swept {
        BATCH,
        CHANNELS,
        SPATIAL
    }

    private static final int RANKS = 4;

    /** Beyond this a swept size alone makes many blocks: the other sizes are as small as they may be. */
    private static final int LARGE = 1000;

    static List<BatchNormCase> all() {
        int[] sizes = RowNormCase.SIZES;
        return Pairs.of(2, sizes.length, 3, RANKS * 2, DType.values().length, 2, 2, 2, 2, 2, 2, 4, 2, 3, 3).stream()
                .map(BatchNormCase::of)
                .toList();
    }

    /** Whose channels begin anywhere within a sector, and are many. */
    static List<BatchNormCase> oddChannels() {
        return Stream.of(DType.F32, DType.F16)
                .map(dtype -> new BatchNormCase(
                        Shape.of(1000, 259),
                        ChannelLayout.CHANNELS_LAST,
                        dtype,
                        dtype,
                        true,
                        true,
                        false,
                        Activation.NONE,
                        true,
                        Update.UNBIASED,
                        false,
                        2,
                        0))
                .toList();
    }

    private static BatchNormCase of(int[] pick) {
        DType dtype = DType.values()[pick[3]];
        int rank = 2 + pick[2] % RANKS;
        ChannelLayout layout = ChannelLayout.values()[pick[2] / RANKS];
        return new BatchNormCase(
                shape(RowNormCase.SIZES[pick[0]], Swept.values()[pick[1]], rank, layout),
                layout,
                dtype,
                pick[4] == 0 ? dtype : dtype.statistics(),
                pick[5] == 1,
                pick[6] == 1,
                pick[7] == 1,
                Activation.values()[pick[8]],
                pick[9] == 1,
                Update.values()[pick[10]],
                pick[11] == 1,
                pick[12],
                pick[13]);
    }

    private static Shape shape(int size, Swept swept, int rank, ChannelLayout layout) {
        long batch = swept == Swept.BATCH || rank == 2 && swept == Swept.SPATIAL ? size + 1 : 3;
        long channels = swept == Swept.CHANNELS ? size : 5;
        long spatial = swept == Swept.SPATIAL ? size : 2;
        List<Long> dims = new ArrayList<>(List.of(batch));
        if (rank > 2) {
            dims.add(spatial);
            dims.addAll(Collections.nCopies(rank - 3, size > LARGE ? 1L : 2L));
        }
        dims.add(layout == ChannelLayout.CHANNELS_FIRST ? 1 : dims.size(), channels);
        return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }

    int channels() {
        return (int) layout.channels(shape);
    }

    /** The channel of element {@code i}. */
    int channelOf(int i) {
        if (layout == ChannelLayout.CHANNELS_LAST) {
            return i % channels();
        }
        return (int) (i / shape.trailing(shape.rank() - 2).count() % channels());
    }

    boolean givesX() {
        return outputs != 2;
    }

    boolean givesParameters() {
        return outputs != 1;
    }
}
