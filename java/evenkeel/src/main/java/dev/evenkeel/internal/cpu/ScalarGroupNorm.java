package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.cpu.parallel.Running;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;

/** Group and instance normalization as their formulas read, group by group, in double. */
final class ScalarGroupNorm {
    private ScalarGroupNorm() {}

    static void forward(GroupNormForwardOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues bias = OptionalValues.in(op.bias(), 0);
        OptionalValues y = OptionalValues.out(op.y());
        CompensatedSum[] means = CompensatedSum.zeros((int) op.geometry().channels());
        CompensatedSum[] variances = CompensatedSum.zeros(means.length);
        for (int g = 0; g < groups(op.geometry()); g++) {
            Group group = Group.of(op.geometry(), g);
            IntToDoubleFunction values = k -> x.get(group.at(k));
            Mean mean = Mean.of(values, group.size());
            double variance = mean.variance(values, group.size());
            double rstd = 1 / Math.sqrt(variance + op.geometry().eps());
            for (int k = 0; k < group.size(); k++) {
                int c = group.channel(k);
                int i = group.at(k);
                y.set(i, mean.deviation(x.get(i)) * rstd * weight.get(c) + bias.get(c));
            }
            OptionalValues.out(op.mean()).set(g, mean.value());
            OptionalValues.out(op.rstd()).set(g, rstd);
            means[group.first()].add(mean.value());
            variances[group.first()].add(variance);
        }
        double samples = op.geometry().samples();
        for (int c = 0; c < means.length; c++) {
            Running.move(op.running(), c, means[c].value() / samples, variances[c].value() / samples);
        }
    }

    static void backward(GroupNormBackwardOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues dx = OptionalValues.out(op.dx());
        CompensatedSum[] dweight = CompensatedSum.zeros((int) op.geometry().channels());
        CompensatedSum[] dbias = CompensatedSum.zeros(dweight.length);
        double[] g = new double[(int) op.geometry().perGroup()];
        double[] xhat = new double[g.length];
        for (int number = 0; number < groups(op.geometry()); number++) {
            Group group = Group.of(op.geometry(), number);
            GivenStatistics statistics = GivenStatistics.of(
                    op.mean(),
                    op.rstd(),
                    number,
                    k -> x.get(group.at(k)),
                    group.size(),
                    op.geometry().eps());
            CompensatedSum sumG = new CompensatedSum();
            CompensatedSum sumGx = new CompensatedSum();
            for (int k = 0; k < group.size(); k++) {
                int c = group.channel(k);
                int i = group.at(k);
                xhat[k] = statistics.xhat(x.get(i));
                g[k] = weight.get(c) * dy.get(i);
                sumG.add(g[k]);
                sumGx.add(g[k] * xhat[k]);
                dweight[c].add(dy.get(i) * xhat[k]);
                dbias[c].add(dy.get(i));
            }
            double meanG = sumG.value() / group.size();
            double meanGx = sumGx.value() / group.size();
            for (int k = 0; k < group.size(); k++) {
                dx.set(group.at(k), statistics.rstd() * (g[k] - meanG - xhat[k] * meanGx));
            }
        }
        for (int c = 0; c < dweight.length; c++) {
            OptionalValues.out(op.dweight()).setOrAdd(c, dweight[c].value(), op.accumulate());
            OptionalValues.out(op.dbias()).setOrAdd(c, dbias[c].value(), op.accumulate());
        }
    }

    /** Groups of all samples. */
    private static int groups(GroupGeometry geometry) {
        return (int) (geometry.samples() * geometry.groups());
    }
}
