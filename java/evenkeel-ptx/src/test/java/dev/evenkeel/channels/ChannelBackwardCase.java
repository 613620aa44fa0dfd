package dev.evenkeel.channels;

import dev.evenkeel.DType;
import dev.evenkeel.testing.Pairs;
import java.util.List;
import java.util.Random;

/**
 * One backward to compare with {@link ChannelBackwardFormula}.
 *
 * @param batch whether it is batch norm, else group norm
 * @param statistics which are given
 * @param outputs which are asked for
 */
record ChannelBackwardCase(
        boolean batch,
        ChannelBackwardFormula formula,
        DType dtype,
        DType paramDType,
        boolean weight,
        boolean bias,
        boolean residual,
        Statistics statistics,
        Outputs outputs,
        boolean accumulate) {

    /** Which statistics are given. */
    enum Statistics {
        NONE,
        MEAN,
        BOTH,
        CONSTANT
    }

    /** Which gradients are asked for. */
    enum Outputs {
        ALL,
        OF_X,
        OF_PARAMETERS,
        DWEIGHT_AND_DX
    }

    /** (outer, channels, inner): both layouts, planes of all kinds, odd numbers of channels. */
    private static final int[][] BATCHES = {
        {1, 1, 1},
        {2, 3, 1},
        {5, 3, 1},
        {64, 33, 1},
        {300, 64, 1},
        {70, 5, 1},
        {1000, 1, 1},
        {37, 257, 1},
        {9, 2048, 1},
        {3, 7, 49},
        {4, 20, 49},
        {2, 5, 196},
        {3, 3, 784},
        {2, 2, 1023},
        {4, 1, 5000},
        {1, 2, 20000},
        {2, 3, 7},
        {13, 11, 4},
        {2, 64, 3},
        {3, 2, 3025}
    };

    static List<ChannelBackwardCase> batchNorms() {
        return Pairs.of(5, BATCHES.length, DType.values().length, 2, 2, 2, 2, 2, 4, 4, 2).stream()
                .map(ChannelBackwardCase::batchNorm)
                .toList();
    }

    private static ChannelBackwardCase batchNorm(int[] pick) {
        int[] sizes = BATCHES[pick[0]];
        Statistics statistics = Statistics.values()[pick[7]];
        boolean constant = statistics == Statistics.CONSTANT;
        return of(
                true,
                new ChannelBackwardFormula(1, sizes[0], sizes[1], sizes[2], 1, 1e-3, pick[6] == 1, constant),
                pick);
    }

    /** (samples, groups, channels of a group, inner). */
    private static final int[][] GROUPS = {
        {1, 1, 1, 1},
        {3, 2, 3, 5},
        {2, 4, 1, 49},
        {2, 3, 4, 49},
        {5, 1, 6, 16},
        {2, 2, 2, 1600},
        {1, 3, 1, 3025},
        {17, 1, 33, 1},
        {2, 1, 320, 12},
        {3, 32, 2, 9},
        {2, 5, 1, 4096}
    };

    /** Both layouts. */
    static List<ChannelBackwardCase> groupNorms() {
        return Pairs.of(7, GROUPS.length, DType.values().length, 2, 2, 2, 1, 1, 3, 4, 2).stream()
                .map(ChannelBackwardCase::groupNorm)
                .toList();
    }

    private static ChannelBackwardCase groupNorm(int[] pick) {
        int[] sizes = GROUPS[pick[0]];
        boolean last = pick[4] == 1;
        int channels = sizes[1] * sizes[2];
        return of(
                false,
                new ChannelBackwardFormula(
                        sizes[0], last ? sizes[3] : 1, channels, last ? 1 : sizes[3], sizes[2], 1e-3, false, false),
                pick);
    }

    private static ChannelBackwardCase of(boolean batch, ChannelBackwardFormula formula, int[] pick) {
        DType dtype = DType.values()[pick[1]];
        return new ChannelBackwardCase(
                batch,
                formula,
                dtype,
                pick[2] == 0 ? dtype : dtype.statistics(),
                pick[3] == 1,
                pick[4] == 1,
                pick[5] == 1,
                Statistics.values()[pick[7]],
                Outputs.values()[pick[8]],
                pick[9] == 1);
    }

    int statisticsCount() {
        return formula.samples() * formula.groups();
    }

    boolean givesDx() {
        return outputs != Outputs.OF_PARAMETERS;
    }

    boolean givesDresidual() {
        return batch && (outputs == Outputs.ALL || outputs == Outputs.OF_X && residual);
    }

    boolean givesDweight() {
        return outputs != Outputs.OF_X;
    }

    boolean givesDbias() {
        return outputs == Outputs.ALL || outputs == Outputs.OF_PARAMETERS;
    }

    /** Values with a mean of 3 and a deviation of 2 in x; statistics near those. */
    ChannelBackwardFormula.Inputs inputs() {
        Random random = new Random(formula.count());
        return new ChannelBackwardFormula.Inputs(
                normal(random, formula.count(), 0.5, 1),
                normal(random, formula.count(), 3, 2),
                residual ? normal(random, formula.count(), 0, 1) : null,
                weight ? normal(random, formula.channels(), 1, 0.5) : null,
                bias ? normal(random, formula.channels(), 0, 0.5) : null,
                statistics == Statistics.NONE ? null : normal(random, statisticsCount(), 3, 0.1),
                statistics.ordinal() < Statistics.BOTH.ordinal() ? null : uniform(random, statisticsCount()));
    }

    private static double[] normal(Random random, int count, double mean, double std) {
        return random.doubles(count)
                .map(u -> mean + std * random.nextGaussian())
                .toArray();
    }

    private static double[] uniform(Random random, int count) {
        return random.doubles(count, 0.4, 0.6).toArray();
    }

    /** Greatest relative L2 error of a tensor of this type. */
    static double tolerance(DType dtype) {
        return switch (dtype) {
            case F64 -> 1e-12;
            case F32 -> 1e-6;
            case F16 -> 1e-3;
            case BF16 -> 8e-3;
        };
    }
}
