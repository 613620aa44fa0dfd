package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** The statistics of a block's groups that a backward was given, and those of the data where it was not. */
final class SavedColumns<A> {
    private final GroupColumns columns;
    private final SavedStatistics saved;
    private final @Nullable GroupMoments<A> own;
    private final double[] center;
    private final double[] rest;
    private final double[] rstd;
    private int groups;

    /** For one block after the other. */
    SavedColumns(SavedStatistics saved, Arithmetic<A> arithmetic, GroupColumns columns, HeapBuffer x, Scratch scratch) {
        this.columns = columns;
        this.saved = saved;
        this.own = saved.complete() ? null : new GroupMoments<>(arithmetic, columns, x, saved.eps(), scratch);
        this.center = scratch.doubles(columns.most());
        this.rest = scratch.doubles(columns.most());
        this.rstd = scratch.doubles(columns.most());
    }

    /** Finds those of a block's groups, which are then numbers 0 and on. */
    void find(int block) {
        groups = columns.groups(block);
        if (own != null) {
            own.find(block);
            for (int group = 0; group < groups; group++) {
                center[group] = own.center(group);
                rest[group] = own.rest(group);
                rstd[group] = own.rstd(group);
            }
        }
        for (int group = 0; group < groups; group++) {
            if (saved.mean() instanceof HeapBuffer given) {
                center[group] = given.get(columns.first(block) + group);
                rest[group] = 0;
            }
            if (saved.rstd() instanceof HeapBuffer given) {
                rstd[group] = given.get(columns.first(block) + group);
            }
        }
    }

    double center(int group) {
        return center[group];
    }

    /** mean − center. */
    double rest(int group) {
        return rest[group];
    }

    double rstd(int group) {
        return rstd[group];
    }

    /** Whether float coefficients of gradients hold them all. */
    boolean moderate() {
        for (int group = 0; group < groups; group++) {
            if (!ColumnStatistics.moderate(rstd[group])) {
                return false;
            }
        }
        return true;
    }
}
