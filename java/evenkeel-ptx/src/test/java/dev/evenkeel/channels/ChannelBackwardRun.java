package dev.evenkeel.channels;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.Layout;
import dev.evenkeel.internal.spi.NormBackend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs a case on a backend and by its formula; both give the tensors that were asked for, by name. */
final class ChannelBackwardRun implements AutoCloseable {
    private static final double BEFORE = 0.25;

    private final ChannelBackwardCase c;
    private final ChannelBackwardFormula formula;
    private final DeviceArrays arrays;
    private final NormBackend backend;
    final ChannelBackwardFormula.Inputs inputs;
    final Buffer dy;
    final Buffer x;
    private final @Nullable Buffer residual;
    private final @Nullable Buffer weight;
    private final @Nullable Buffer bias;
    private final @Nullable Buffer mean;
    private final @Nullable Buffer rstd;
    final @Nullable Buffer dx;
    private final @Nullable Buffer dresidual;
    private final @Nullable Buffer dweight;
    private final @Nullable Buffer dbias;

    ChannelBackwardRun(NormBackend backend, ChannelBackwardCase c) {
        this.c = c;
        this.formula = c.formula();
        this.backend = backend;
        this.arrays = new DeviceArrays(backend);
        this.inputs = c.inputs();
        DType statistics = c.dtype().statistics();
        this.dy = arrays.in(inputs.dy(), c.dtype());
        this.x = arrays.in(inputs.x(), c.dtype());
        this.residual = arrays.copyOf(inputs.residual(), c.dtype());
        this.weight = arrays.copyOf(inputs.weight(), c.paramDType());
        this.bias = arrays.copyOf(inputs.bias(), c.paramDType());
        this.mean = arrays.copyOf(inputs.mean(), statistics);
        this.rstd = arrays.copyOf(inputs.rstd(), statistics);
        this.dx = c.givesDx() ? arrays.out(formula.count(), c.dtype()) : null;
        this.dresidual = c.givesDresidual() ? arrays.out(formula.count(), c.dtype()) : null;
        this.dweight = c.givesDweight() ? gradient() : null;
        this.dbias = c.givesDbias() ? gradient() : null;
    }

    /** Something to add to, or memory that nobody has written. */
    private Buffer gradient() {
        Buffer gradient = arrays.out(formula.channels(), c.paramDType());
        if (c.accumulate()) {
            backend.fill(gradient, BEFORE);
        }
        return gradient;
    }

    void batchNorm() {
        backend.batchNormBackward(new BatchNormBackwardOp(
                geometry(),
                dy,
                x,
                residual,
                weight,
                bias,
                mean,
                rstd,
                formula.constant(),
                dx,
                dresidual,
                dweight,
                dbias,
                c.accumulate()));
    }

    ChannelGeometry geometry() {
        return new ChannelGeometry(
                formula.outer(),
                formula.channels(),
                formula.inner(),
                formula.eps(),
                c.dtype(),
                c.paramDType(),
                formula.relu());
    }

    void groupNorm() {
        backend.groupNormBackward(new GroupNormBackwardOp(
                groupGeometry(), dy, x, weight, mean, rstd, dx, dweight, dbias, c.accumulate()));
    }

    private GroupGeometry groupGeometry() {
        boolean last = formula.inner() == 1;
        return new GroupGeometry(
                formula.samples(),
                formula.groups(),
                formula.groupChannels(),
                (long) formula.outer() * formula.inner(),
                last ? Layout.CHANNELS_LAST : Layout.CHANNELS_FIRST,
                formula.eps(),
                c.dtype(),
                c.paramDType());
    }

    /** What the device came to. */
    Map<String, double[]> values() {
        Map<String, double[]> values = new LinkedHashMap<>();
        give((name, buffer) -> values.put(name, arrays.values(buffer)));
        return values;
    }

    private void give(BiConsumer<String, Buffer> taker) {
        giveIfThere("dx", dx, taker);
        giveIfThere("dresidual", dresidual, taker);
        giveIfThere("dweight", dweight, taker);
        giveIfThere("dbias", dbias, taker);
    }

    private static void giveIfThere(String name, @Nullable Buffer buffer, BiConsumer<String, Buffer> taker) {
        if (buffer != null) {
            taker.accept(name, buffer);
        }
    }

    /** What the formula comes to, of all tensors. */
    Map<String, double[]> expected() {
        ChannelBackwardFormula.Gradients gradients = formula.of(inputs);
        if (c.accumulate()) {
            for (int channel = 0; channel < formula.channels(); channel++) {
                gradients.dweight()[channel] += BEFORE;
                gradients.dbias()[channel] += BEFORE;
            }
        }
        return Map.of(
                "dx", gradients.dx(),
                "dresidual", gradients.g(),
                "dweight", gradients.dweight(),
                "dbias", gradients.dbias());
    }

    DType type(String name) {
        return name.equals("dx") || name.equals("dresidual") ? c.dtype() : c.paramDType();
    }

    @Override
    public void close() {
        arrays.close();
    }
}
