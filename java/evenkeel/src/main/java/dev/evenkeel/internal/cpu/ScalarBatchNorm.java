package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.cpu.parallel.Running;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.util.function.IntToDoubleFunction;

/** Batch normalization as its formulas read, channel by channel, in double. */
final class ScalarBatchNorm {
    private ScalarBatchNorm() {}

    static void training(BatchNormTrainingOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues y = OptionalValues.out(op.y());
        ChannelOutput output = ChannelOutput.of(op.geometry(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            IntToDoubleFunction values = k -> x.get(channel.at(k));
            Mean mean = Mean.of(values, channel.size());
            double variance = mean.variance(values, channel.size());
            double rstd = 1 / Math.sqrt(variance + op.geometry().eps());
            for (int k = 0; k < channel.size(); k++) {
                int i = channel.at(k);
                y.set(i, output.y(i, c, mean.deviation(x.get(i)) * rstd));
            }
            ((HeapBuffer) op.mean()).set(c, mean.value());
            ((HeapBuffer) op.rstd()).set(c, rstd);
            Running.move(op.running(), c, mean.value(), variance);
        }
    }

    static void inference(BatchNormInferenceOp op) {
        HeapBuffer x = (HeapBuffer) op.x();
        HeapBuffer y = (HeapBuffer) op.y();
        HeapBuffer rstds = (HeapBuffer) op.rstd();
        ChannelOutput output = ChannelOutput.of(op.geometry(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            Mean mean = Mean.given(op.mean(), op.meanRest(), c);
            for (int k = 0; k < channel.size(); k++) {
                int i = channel.at(k);
                y.set(i, output.y(i, c, mean.deviation(x.get(i)) * rstds.get(c)));
            }
        }
    }

    static void backward(BatchNormBackwardOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weight = OptionalValues.in(op.weight(), 1);
        OptionalValues dx = OptionalValues.out(op.dx());
        OptionalValues dresidual = OptionalValues.out(op.dresidual());
        ChannelOutput output = ChannelOutput.of(op.geometry(), op.residual(), op.weight(), op.bias());
        double[] g = new double[(int) op.geometry().perChannel()];
        double[] xhat = new double[g.length];
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = Channel.of(op.geometry(), c);
            GivenStatistics statistics = GivenStatistics.of(
                    op.mean(),
                    op.rstd(),
                    c,
                    k -> x.get(channel.at(k)),
                    channel.size(),
                    op.geometry().eps());
            CompensatedSum sumG = new CompensatedSum();
            CompensatedSum sumGx = new CompensatedSum();
            for (int k = 0; k < channel.size(); k++) {
                int i = channel.at(k);
                xhat[k] = statistics.xhat(x.get(i));
                g[k] = output.passes(i, c, xhat[k]) ? dy.get(i) : 0;
                sumG.add(g[k]);
                sumGx.add(g[k] * xhat[k]);
                dresidual.set(i, g[k]);
            }
            double meanG = sumG.value() / channel.size();
            double meanGx = sumGx.value() / channel.size();
            for (int k = 0; k < channel.size(); k++) {
                double centred = op.constantStatistics() ? g[k] : g[k] - meanG - xhat[k] * meanGx;
                dx.set(channel.at(k), weight.get(c) * statistics.rstd() * centred);
            }
            OptionalValues.out(op.dweight()).setOrAdd(c, sumGx.value(), op.accumulate());
            OptionalValues.out(op.dbias()).setOrAdd(c, sumG.value(), op.accumulate());
        }
    }
}
