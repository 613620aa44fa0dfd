package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.ColumnNormKernel;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.spi.GroupGeometry;

/**
 * A (samples, inner, channels) tensor cut into blocks: the columns of some neighbouring groups of one sample, one row
 * for each of its pixels. Enough of them for all threads, each wide enough for its loops.
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

    /** One block: groups first … end − 1, counted over all samples. */
    record Block(int first, int end) {
        int groups() {
            return end - first;
        }
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

    Block block(int number) {
        int sample = number / blocksOfASample();
        int first = number % blocksOfASample() * most;
        return new Block(sample * groups + first, sample * groups + Math.min(groups, first + most));
    }

    int columns(Block block) {
        return block.groups() * groupChannels;
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

    /** Number of the block's first channel among the channels of all samples. */
    private int firstChannel(Block block) {
        return block.first * groupChannels;
    }

    /** Channel of a sample that a column is. */
    int channel(Block block, int column) {
        return (firstChannel(block) + column) % (groups * groupChannels);
    }

    /** Where in the tensor a pixel's columns begin. */
    int at(Block block, int pixel) {
        return (block.first / groups * inner + pixel) * groups * groupChannels + channel(block, 0);
    }

    /** Pixels to go through at once from this one on. */
    int height(Block block, int pixel) {
        return Math.min(Math.min(inner - pixel, tallest), Math.max(LEAST_ROWS, ELEMENTS / columns(block)));
    }

    <A> Panel<A> at(Panel<A> panel, Block block, int pixel) {
        return panel.at(at(block, pixel), groups * groupChannels, height(block, pixel), columns(block));
    }

    <A> Panel<A> load(Panel<A> panel, Block block, int pixel) {
        return panel.load(at(block, pixel), groups * groupChannels, height(block, pixel), columns(block));
    }
}
