package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.BatchNormInputGradientOp;
import dev.evenkeel.internal.spi.BatchNormReduceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;

/** One replica's part of synchronized batch normalization as its formulas read, channel by channel, in double. */
final class ScalarReplicaNorm {
    private ScalarReplicaNorm() {}

    static void statistics(BatchNormStatisticsOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        HeapBuffer means = (HeapBuffer) op.mean();
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            IntToDoubleFunction values = k -> x.get(channel.at(k));
            Mean mean = Mean.of(values, channel.size());
            means.set(c, mean.value());
            ((HeapBuffer) op.meanRest()).set(c, (mean.near() - means.get(c)) + mean.rest());
            ((HeapBuffer) op.m2()).set(c, mean.variance(values, channel.size()) * channel.size());
        }
    }

    static void reduce(BatchNormReduceOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        ChannelOutput output = ChannelOutput.of(op.geometry(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            GivenStatistics statistics = GivenStatistics.ofReplicas(op.mean(), op.meanRest(), op.rstd(), c);
            CompensatedSum sumDy = new CompensatedSum();
            CompensatedSum sumDyXhat = new CompensatedSum();
            for (int k = 0; k < channel.size(); k++) {
                int i = channel.at(k);
                double xhat = statistics.xhat(x.get(i));
                double g = output.passes(i, c, xhat) ? dy.get(i) : 0;
                sumDy.add(g);
                sumDyXhat.add(g * xhat);
            }
            ((HeapBuffer) op.sumDy()).set(c, sumDy.value());
            ((HeapBuffer) op.sumDyXhat()).set(c, sumDyXhat.value());
        }
    }

    static void inputGradient(BatchNormInputGradientOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues dx = OptionalValues.out(op.dx());
        OptionalValues dresidual = OptionalValues.out(op.dresidual());
        ChannelOutput output = ChannelOutput.of(op.geometry(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            GivenStatistics statistics = GivenStatistics.ofReplicas(op.mean(), op.meanRest(), op.rstd(), c);
            double meanG = ((HeapBuffer) op.sumDy()).get(c) / op.count();
            double meanGx = ((HeapBuffer) op.sumDyXhat()).get(c) / op.count();
            for (int k = 0; k < channel.size(); k++) {
                int i = channel.at(k);
                double xhat = statistics.xhat(x.get(i));
                double g = output.passes(i, c, xhat) ? dy.get(i) : 0;
                dresidual.set(i, g);
                dx.set(i, weight.get(c) * statistics.rstd() * (g - meanG - xhat * meanGx));
            }
        }
    }
}
