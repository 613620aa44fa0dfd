package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.spi.GroupGeometry;

/**
 * A (samples, inner, channels) tensor cut into blocks: the columns of some neighbouring groups of one sample, one row
 * for each of its pixels. Enough of them for all threads, each wide enough for its loops. Blocks have numbers, over all
 * samples: an object for each would be many.
 *
 * @param most groups of a block; a sample's last block may have fewer
 * @param tallest rows of a panel at most
 */
record GroupColumns(int groups, int groupChannels, int inner, int most, int tallest) {
    private static final int COLUMNS = 128;

    /** Elements of a panel, a block's rows that are gone through at once. */
    private static final int ELEMENTS = 2048;

    private static final int LEAST_ROWS = 4;

    static GroupColumns of(ColumnNormKernel<?> kernel, GroupGeometry geometry) {
        int groups = (int) geometry.groups();
        int groupChannels = (int) geometry.groupChannels();
        int most = Math.max(1, Math.min(groups, Math.max(COLUMNS, kernel.columns()) / groupChannels));
        return new GroupColumns(groups, groupChannels, (int) geometry.inner(), most, kernel.rows());
    }

    private int blocksOfASample() {
        return groups / most + (groups % most == 0 ? 0 : 1);
    }

    /** How many blocks all samples have. */
    long blocks(long samples) {
        return samples * blocksOfASample();
    }

    /** Elements of a block. */
    long elements() {
        return (long) mostColumns() * inner;
    }

    /** A block's first group, counted over all samples. */
    int first(int block) {
        return block / blocksOfASample() * groups + firstOfSample(block);
    }

    /** How many groups a block has. */
    int groups(int block) {
        return Math.min(most, groups - firstOfSample(block));
    }

    private int firstOfSample(int block) {
        return block % blocksOfASample() * most;
    }

    int columns(int block) {
        return groups(block) * groupChannels;
    }

    /** Columns of a block at most. */
    int mostColumns() {
        return most * groupChannels;
    }

    /** Elements of a panel at most. */
    int mostElements() {
        return Math.max(ELEMENTS, LEAST_ROWS * mostColumns());
    }

    /** Elements of a group. */
    int perGroup() {
        return groupChannels * inner;
    }

    /** Channel of a sample that the first column is; the others are those behind it. */
    int channel(int block) {
        return firstOfSample(block) * groupChannels;
    }

    /** Where in the tensor a pixel's columns begin. */
    int at(int block, int pixel) {
        return (block / blocksOfASample() * inner + pixel) * groups * groupChannels + channel(block);
    }

    /** Pixels to go through at once from this one on. */
    int height(int block, int pixel) {
        return Math.min(Math.min(inner - pixel, tallest), Math.max(LEAST_ROWS, ELEMENTS / columns(block)));
    }

    <A> Panel<A> at(Panel<A> panel, int block, int pixel) {
        return panel.at(at(block, pixel), groups * groupChannels, height(block, pixel), columns(block));
    }

    <A> Panel<A> load(Panel<A> panel, int block, int pixel) {
        return panel.load(at(block, pixel), groups * groupChannels, height(block, pixel), columns(block));
    }
}
