package dev.evenkeel.internal.cpu;

import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.HeapBuffer;

/** Batch normalization as its formulas read, channel by channel, in double. */
final class ScalarBatchNorm {
    private ScalarBatchNorm() {}

    static void training(BatchNormTrainingOp op) {
        ChannelGeometry geometry = op.geometry();
        HeapBuffer x = (HeapBuffer) op.x();
        Affine affine = new Affine(geometry, op.x(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < geometry.channels(); c++) {
            Channel channel = new Channel(geometry, c);
            double n = geometry.perChannel();
            double mean = channel.sum(x::get) / n;
            double variance = channel.sum(i -> (x.get(i) - mean) * (x.get(i) - mean)) / n;
            double rstd = 1 / Math.sqrt(variance + geometry.eps());
            if (op.y() != null) {
                HeapBuffer y = (HeapBuffer) op.y();
                int at = c;
                channel.each(i -> y.set(i, affine.activated(i, at, mean, rstd)));
            }
            ((HeapBuffer) op.mean()).set(c, mean);
            ((HeapBuffer) op.rstd()).set(c, rstd);
            if (op.running() != null) {
                move(op.running().mean(), c, mean, op.running().factor());
                move(
                        op.running().variance(),
                        c,
                        variance * op.running().correction(),
                        op.running().factor());
            }
        }
    }

    static void inference(BatchNormInferenceOp op) {
        HeapBuffer means = (HeapBuffer) op.mean();
        HeapBuffer rstds = (HeapBuffer) op.rstd();
        HeapBuffer y = (HeapBuffer) op.y();
        Affine affine = new Affine(op.geometry(), op.x(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            int at = c;
            new Channel(op.geometry(), c).each(i -> y.set(i, affine.activated(i, at, means.get(at), rstds.get(at))));
        }
    }

    static void backward(BatchNormBackwardOp op) {
        HeapBuffer dy = (HeapBuffer) op.dy();
        HeapBuffer x = (HeapBuffer) op.x();
        OptionalValues weights = OptionalValues.in(op.weight(), 1);
        OptionalValues dx = OptionalValues.out(op.dx());
        OptionalValues dresidual = OptionalValues.out(op.dresidual());
        Affine affine = new Affine(op.geometry(), op.x(), op.residual(), op.weight(), op.bias());
        for (int c = 0; c < op.geometry().channels(); c++) {
            Channel channel = new Channel(op.geometry(), c);
            int at = c;
            double mean = ((HeapBuffer) op.mean()).get(c);
            double rstd = ((HeapBuffer) op.rstd()).get(c);
            double n = op.geometry().perChannel();
            Channel.Element g = i -> affine.passes(i, at, mean, rstd) ? dy.get(i) : 0;
            Channel.Element xhat = i -> (x.get(i) - mean) * rstd;
            double sumG = channel.sum(g);
            double sumGx = channel.sum(i -> g.at(i) * xhat.at(i));
            double scale = weights.get(c) * rstd;
            channel.each(i -> {
                double centred = op.constantStatistics() ? g.at(i) : g.at(i) - sumG / n - xhat.at(i) * (sumGx / n);
                dx.set(i, scale * centred);
                dresidual.set(i, g.at(i));
            });
            OptionalValues.out(op.dweight()).setOrAdd(c, sumGx, op.accumulate());
            OptionalValues.out(op.dbias()).setOrAdd(c, sumG, op.accumulate());
        }
    }

    private static void move(Buffer running, int channel, double batch, double factor) {
        HeapBuffer values = (HeapBuffer) running;
        values.set(channel, factor == 1 ? batch : (1 - factor) * values.get(channel) + factor * batch);
    }
}
