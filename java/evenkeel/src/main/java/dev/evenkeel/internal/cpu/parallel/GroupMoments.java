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
    private final A shift;
    private final PanelSums.Loop<A> loop;
    private final double[] center;
    private final double[] rest;
    private final double[] variance;

    GroupMoments(Arithmetic<A> arithmetic, GroupColumns columns, HeapBuffer x, double eps, Scratch scratch) {
        this.arithmetic = arithmetic;
        this.columns = columns;
        this.x = x;
        this.eps = eps;
        this.panel = Panel.of(arithmetic, x, columns.mostElements(), scratch);
        this.sums = new PanelSums<>(arithmetic, columns.mostColumns(), scratch);
        this.shift = arithmetic.rows().take(scratch, columns.mostColumns());
        this.loop = (first, second) -> arithmetic.columnNorm().moments(panel, shift, first, second);
        this.center = scratch.doubles(columns.most());
        this.rest = scratch.doubles(columns.most());
        this.variance = scratch.doubles(columns.most());
    }

    /** Finds those of a block's groups, which are then numbers 0 and on. */
    void find(int block) {
        for (int j = 0; j < columns.columns(block); j += columns.groupChannels()) {
            double near = sample(block, j);
            for (int c = 0; c < columns.groupChannels(); c++) {
                arithmetic.rows().set(shift, j + c, near);
            }
        }
        sums.clear();
        for (int pixel = 0; pixel < columns.inner(); pixel += columns.height(block, pixel)) {
            columns.load(panel, block, pixel);
            sums.add(loop);
        }
        for (int group = 0; group < columns.groups(block); group++) {
            settle(block, group);
        }
    }

    /** A value of the arithmetic's type near the mean. */
    double center(int group) {
        return center[group];
    }

    /** mean − center. */
    double rest(int group) {
        return rest[group];
    }

    double mean(int group) {
        return center[group] + rest[group];
    }

    double variance(int group) {
        return variance[group];
    }

    double rstd(int group) {
        return 1 / Math.sqrt(variance[group] + eps);
    }

    private void settle(int block, int group) {
        int column = group * columns.groupChannels();
        double first = 0;
        double second = 0;
        for (int j = column; j < column + columns.groupChannels(); j++) {
            first += sums.first()[j];
            second += sums.second()[j];
        }
        if (ShiftedSums.trusted(arithmetic.rows(), first, second, columns.perGroup(), eps)) {
            settle(group, arithmetic.rows().get(shift, column), first, second);
        } else {
            inDouble(block, group);
        }
    }

    /** From the sums of (x − near) and (x − near)²; as {@link Moments#of}, with the center moved next to the mean. */
    private void settle(int group, double near, double first, double second) {
        double off = first / columns.perGroup();
        center[group] = arithmetic.rows().round(near + off);
        rest[group] = (near - center[group]) + off;
        variance[group] = Math.max(0, second / columns.perGroup() - off * off);
    }

    private double sample(int block, int column) {
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

    private void inDouble(int block, int group) {
        int column = group * columns.groupChannels();
        double begin = x.get(columns.at(block, 0) + column);
        double near = arithmetic.rows().round(begin + deviations(block, column, begin) / columns.perGroup());
        settle(group, near, deviations(block, column, near), squares(block, column, near));
    }

    private double deviations(int block, int column, double near) {
        double sum = 0;
        for (int pixel = 0; pixel < columns.inner(); pixel++) {
            int at = columns.at(block, pixel);
            for (int j = column; j < column + columns.groupChannels(); j++) {
                sum += x.get(at + j) - near;
            }
        }
        return sum;
    }

    private double squares(int block, int column, double near) {
        double sum = 0;
        for (int pixel = 0; pixel < columns.inner(); pixel++) {
            int at = columns.at(block, pixel);
            for (int j = column; j < column + columns.groupChannels(); j++) {
                double d = x.get(at + j) - near;
                sum += d * d;
            }
        }
        return sum;
    }
}
