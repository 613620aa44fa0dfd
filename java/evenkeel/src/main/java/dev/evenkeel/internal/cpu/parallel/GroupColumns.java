package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.ColumnKernel;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;

/**
 * A (samples, inner, channels) tensor cut into blocks: the columns of some neighbouring groups of one sample, one row
 * for each of its pixels. Enough of them for all threads, each wide enough for its loops.
 *
 * @param most groups of a block; a sample's last block may have fewer
 */
record GroupColumns<A>(Rows<A> rows, int groups, int groupChannels, int inner, int most) {
    private static final int COLUMNS = 128;

    static <A> GroupColumns<A> of(Rows<A> rows, GroupGeometry geometry) {
        int groups = (int) geometry.groups();
        int groupChannels = (int) geometry.groupChannels();
        int most = Math.max(1, Math.min(groups, COLUMNS / groupChannels));
        return new GroupColumns<>(rows, groups, groupChannels, (int) geometry.inner(), most);
    }

    /** One block: groups first … end − 1, counted over all samples. */
    record Block(int first, int end) {}

    private int blocksOfASample() {
        return groups / most + (groups % most == 0 ? 0 : 1);
    }

    /** How many blocks all samples have. */
    long blocks(long samples) {
        return samples * blocksOfASample();
    }

    /** Elements of a block. */
    long elements() {
        return (long) most * groupChannels * inner;
    }

    Block block(int number) {
        int sample = number / blocksOfASample();
        int first = number % blocksOfASample() * most;
        return new Block(sample * groups + first, sample * groups + Math.min(groups, first + most));
    }

    int columns(Block block) {
        return (block.end - block.first) * groupChannels;
    }

    /** Number of the block's first channel among the channels of all samples. */
    int firstChannel(Block block) {
        return block.first * groupChannels;
    }

    void load(HeapBuffer from, Block block, int pixel, A row) {
        rows.load(from, at(block, pixel), row, 0, columns(block));
    }

    void store(A row, HeapBuffer into, Block block, int pixel) {
        rows.store(row, 0, into, at(block, pixel), columns(block));
    }

    private int at(Block block, int pixel) {
        int channels = groups * groupChannels;
        int sample = block.first / groups;
        return (sample * inner + pixel) * channels + firstChannel(block) % channels;
    }

    /** A value for every column. */
    A spread(Block block, IntToDoubleFunction ofColumn) {
        A row = rows.allocate(columns(block));
        for (int j = 0; j < columns(block); j++) {
            rows.set(row, j, ofColumn.applyAsDouble(j));
        }
        return row;
    }

    /** Mean and variance of each of the block's groups, in two passes. */
    Moments[] moments(Arithmetic<A> arithmetic, HeapBuffer x, Block block) {
        ColumnKernel<A> kernel = arithmetic.columns();
        double[] centers = new double[block.end - block.first];
        for (int g = 0; g < centers.length; g++) {
            centers[g] = x.get(at(block, 0) + g * groupChannels);
        }
        A v = rows.allocate(columns(block));
        A center = spread(block, j -> centers[j / groupChannels]);
        double[] sums = new double[columns(block)];
        for (int pixel = 0; pixel < inner; pixel++) {
            load(x, block, pixel, v);
            kernel.sumDeviations(sums, v, center, sums.length);
        }
        double n = (double) groupChannels * inner;
        double[] means = fold(sums);
        for (int g = 0; g < centers.length; g++) {
            centers[g] = rows.round(centers[g] + means[g] / n);
        }
        center = spread(block, j -> centers[j / groupChannels]);
        double[] first = new double[sums.length];
        double[] second = new double[sums.length];
        for (int pixel = 0; pixel < inner; pixel++) {
            load(x, block, pixel, v);
            kernel.sumSquares(first, second, v, center, sums.length);
        }
        double[] deviations = fold(first);
        double[] squares = fold(second);
        Moments[] moments = new Moments[centers.length];
        for (int g = 0; g < moments.length; g++) {
            moments[g] = Moments.of(centers[g], deviations[g], squares[g], n);
        }
        return moments;
    }

    /** Totals of columns, added up to totals of groups. */
    private double[] fold(double[] columns) {
        double[] ofGroups = new double[columns.length / groupChannels];
        for (int j = 0; j < columns.length; j++) {
            ofGroups[j / groupChannels] += columns[j];
        }
        return ofGroups;
    }
}
