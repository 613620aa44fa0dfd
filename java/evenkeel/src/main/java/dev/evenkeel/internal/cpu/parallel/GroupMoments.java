package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Panel;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;

/**
 * Mean and variance of the groups of one block after the other, as {@link ColumnMoments} finds out those of channels.
 * For one thread.
 */
final class GroupMoments<A> {
    /** Pixels whose mean is near that of the group. */
    private static final int SAMPLES = 4;

    private final Arithmetic<A> arithmetic;
    private final GroupColumns columns;
    private final HeapBuffer x;
    private final double eps;
    private final Panel<A> panel;
    private final PanelSums<A> sums;
    private final A center;

    GroupMoments(Arithmetic<A> arithmetic, GroupColumns columns, HeapBuffer x, double eps, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.columns = columns;
        this.x = x;
        this.eps = eps;
        this.panel = Panel.of(arithmetic, x, columns.mostElements(), scratch);
        this.sums = new PanelSums<>(arithmetic, columns.mostColumns(), scratch);
        this.center = arithmetic.rows().take(scratch, columns.mostColumns());
    }

    /** Those of a block's groups. */
    Moments[] of(GroupColumns.Block block) {
        for (int j = 0; j < columns.columns(block); j += columns.groupChannels()) {
            double near = sample(block, j);
            for (int c = 0; c < columns.groupChannels(); c++) {
                arithmetic.rows().set(center, j + c, near);
            }
        }
        sums.clear();
        for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
            columns.load(panel, block, pixel);
            sums.add((first, second) -> arithmetic.columnNorm().moments(panel, center, first, second));
        }
        Moments[] moments = new Moments[block.groups()];
        for (int group = 0; group < moments.length; group++) {
            moments[group] = centred(moments(block, group * columns.groupChannels()));
        }
        return moments;
    }

    private Moments moments(GroupColumns.Block block, int column) {
        double first = 0;
        double second = 0;
        for (int j = column; j < column + columns.groupChannels(); j++) {
            first += sums.first()[j];
            second += sums.second()[j];
        }
        double near = arithmetic.rows().get(center, column);
        return ShiftedSums.trusted(arithmetic.rows(), first, second, columns.perGroup(), eps)
                ? Moments.of(near, first, second, columns.perGroup())
                : inDouble(block, column);
    }

    private double sample(GroupColumns.Block block, int column) {
        int step = Math.max(1, columns.inner() / SAMPLES);
        double sum = 0;
        int count = 0;
        for (int pixel = 0; pixel < columns.inner(); pixel += step) {
            for (int j = column; j < column + columns.groupChannels(); j++) {
                sum += x.get(columns.at(block, pixel) + j);
                count++;
            }
        }
        return sum / count;
    }

    private Moments inDouble(GroupColumns.Block block, int column) {
        double begin = x.get(columns.at(block, 0) + column);
        double near =
                arithmetic.rows().round(begin + deviations(block, column, begin).first() / columns.perGroup());
        Deviations of = deviations(block, column, near);
        return Moments.of(near, of.first, of.second, columns.perGroup());
    }

    private record Deviations(double first, double second) {}

    private Deviations deviations(GroupColumns.Block block, int column, double near) {
        double first = 0;
        double second = 0;
        for (int pixel = 0; pixel < columns.inner(); pixel++) {
            int at = columns.at(block, pixel);
            for (int j = column; j < column + columns.groupChannels(); j++) {
                double d = x.get(at + j) - near;
                first += d;
                second += d * d;
            }
        }
        return new Deviations(first, second);
    }

    private Moments centred(Moments moments) {
        double nearest = arithmetic.rows().round(moments.mean());
        return new Moments(nearest, (moments.center() - nearest) + moments.rest(), moments.variance());
    }
}
