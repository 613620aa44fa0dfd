package dev.evenkeel.internal.cpu;

import dev.evenkeel.DType;
import dev.evenkeel.internal.spi.BatchNormBackwardOp;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.GroupGeometry;
import dev.evenkeel.internal.spi.GroupNormBackwardOp;
import dev.evenkeel.internal.spi.GroupNormForwardOp;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.Layout;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.internal.spi.SpectralNormBackwardOp;
import dev.evenkeel.internal.spi.SpectralNormForwardOp;
import dev.evenkeel.internal.spi.WeightGeometry;
import dev.evenkeel.internal.spi.WeightNormBackwardOp;
import dev.evenkeel.internal.spi.WeightNormForwardOp;
import dev.evenkeel.testing.Randoms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The operations of the CPU backend on {@code size} rows or samples of something, ready to run again and again. */
enum CpuOp {
    LAYER_NORM {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            RowGeometry geometry = rows(of, size, RowNorm.LAYER);
            RowNormForwardOp op = new RowNormForwardOp(
                    geometry,
                    of.input(geometry.count()),
                    null,
                    of.input(COLS),
                    of.input(COLS),
                    of.output(geometry.count()),
                    null,
                    of.statistics(size),
                    of.statistics(size));
            return backend -> backend.rowNormForward(op);
        }
    },
    LAYER_NORM_OF_SHORT_ROWS {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            int cols = 64;
            RowGeometry geometry = new RowGeometry(size, cols, 1e-5, of.dtype, of.dtype, RowNorm.LAYER, 0);
            RowNormForwardOp op = new RowNormForwardOp(
                    geometry,
                    of.input(geometry.count()),
                    null,
                    of.input(cols),
                    of.input(cols),
                    of.output(geometry.count()),
                    null,
                    null,
                    of.statistics(size));
            return backend -> backend.rowNormForward(op);
        }
    },
    RMS_NORM_OF_A_SUM {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            RowGeometry geometry = rows(of, size, RowNorm.RMS);
            long n = geometry.count();
            RowNormForwardOp op = new RowNormForwardOp(
                    geometry,
                    of.input(n),
                    of.input(n),
                    of.input(COLS),
                    null,
                    of.output(n),
                    of.output(n),
                    null,
                    of.statistics(size));
            return backend -> backend.rowNormForward(op);
        }
    },
    LAYER_NORM_BACKWARD {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            RowGeometry geometry = rows(of, size, RowNorm.LAYER);
            RowNormBackwardOp op = new RowNormBackwardOp(
                    geometry,
                    of.input(geometry.count()),
                    of.input(geometry.count()),
                    of.input(COLS),
                    null,
                    null,
                    null,
                    of.output(geometry.count()),
                    of.output(COLS),
                    of.output(COLS),
                    false);
            return backend -> backend.rowNormBackward(op);
        }
    },
    BATCH_NORM_CHANNELS_FIRST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return training(of, new ChannelGeometry(size, 19, 49, 1e-5, of.dtype, of.dtype, true));
        }
    },
    BATCH_NORM_CHANNELS_LAST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return training(of, new ChannelGeometry(size * 7, 67, 1, 1e-5, of.dtype, of.dtype, false));
        }
    },
    BATCH_NORM_INFERENCE {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            ChannelGeometry geometry = new ChannelGeometry(size, 19, 49, 1e-5, of.dtype, of.dtype, false);
            BatchNormInferenceOp op = new BatchNormInferenceOp(
                    geometry,
                    of.input(geometry.count()),
                    of.input(geometry.count()),
                    of.input(19),
                    of.input(19),
                    of.statistics(19),
                    null,
                    of.statistics(19),
                    of.output(geometry.count()));
            return backend -> backend.batchNormInference(op);
        }
    },
    BATCH_NORM_BACKWARD_CHANNELS_FIRST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return backward(of, new ChannelGeometry(size, 19, 49, 1e-5, of.dtype, of.dtype, true));
        }
    },
    BATCH_NORM_BACKWARD_CHANNELS_LAST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return backward(of, new ChannelGeometry(size * 7, 67, 1, 1e-5, of.dtype, of.dtype, false));
        }
    },
    GROUP_NORM_CHANNELS_FIRST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return groups(of, size, Layout.CHANNELS_FIRST);
        }
    },
    GROUP_NORM_CHANNELS_LAST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return groups(of, size, Layout.CHANNELS_LAST);
        }
    },
    GROUP_NORM_BACKWARD_CHANNELS_FIRST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return groupGradients(of, size, Layout.CHANNELS_FIRST);
        }
    },
    GROUP_NORM_BACKWARD_CHANNELS_LAST {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return groupGradients(of, size, Layout.CHANNELS_LAST);
        }
    },
    WEIGHT_NORM_OF_ROWS {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            WeightGeometry geometry = new WeightGeometry(1, size, COLS, of.dtype);
            long n = geometry.count();
            WeightNormForwardOp op = new WeightNormForwardOp(
                    geometry, of.input(n), of.input(size), of.output(n), of.statistics(size), 0);
            return backend -> backend.weightNormForward(op);
        }
    },
    WEIGHT_NORM_BACKWARD_OF_COLUMNS {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return weightGradients(of, new WeightGeometry(size, COLS, 1, of.dtype));
        }
    },
    WEIGHT_NORM_BACKWARD_OF_ONE_ROW {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return weightGradients(of, new WeightGeometry(1, 1, size * COLS, of.dtype));
        }
    },
    SPECTRAL_NORM {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return spectralNorm(of, new WeightGeometry(1, size, COLS, of.dtype));
        }
    },
    SPECTRAL_NORM_OF_SHORT_RUNS {
        @Override
        Consumer<NormBackend> call(Tensors of, long size) {
            return spectralNorm(of, new WeightGeometry(size, 57, 9, of.dtype));
        }
    };

    private static final int GROUPS = 5;
    private static final int COLS = 517;

    abstract Consumer<NormBackend> call(Tensors of, long size);

    private static RowGeometry rows(Tensors of, long rows, RowNorm norm) {
        return new RowGeometry(rows, COLS, 1e-5, of.dtype, of.dtype, norm, 0);
    }

    private static Consumer<NormBackend> training(Tensors of, ChannelGeometry geometry) {
        long n = geometry.count();
        long c = geometry.channels();
        RunningMix running = new RunningMix(of.statistics(c), of.statistics(c), 0.1, 1);
        BatchNormTrainingOp op = new BatchNormTrainingOp(
                geometry,
                of.input(n),
                of.input(n),
                of.input(c),
                of.input(c),
                of.output(n),
                of.statistics(c),
                of.statistics(c),
                running);
        return backend -> backend.batchNormTraining(op);
    }

    private static Consumer<NormBackend> backward(Tensors of, ChannelGeometry geometry) {
        long n = geometry.count();
        long c = geometry.channels();
        BatchNormBackwardOp op = new BatchNormBackwardOp(
                geometry,
                of.input(n),
                of.input(n),
                of.input(n),
                of.input(c),
                of.input(c),
                null,
                null,
                false,
                of.output(n),
                of.output(n),
                of.output(c),
                of.output(c),
                false);
        return backend -> backend.batchNormBackward(op);
    }

    private static GroupGeometry groups(DType dtype, long samples, Layout layout) {
        return new GroupGeometry(samples, GROUPS, 6, 77, layout, 1e-5, dtype, dtype);
    }

    private static Consumer<NormBackend> groups(Tensors of, long samples, Layout layout) {
        GroupGeometry geometry = groups(of.dtype, samples, layout);
        GroupNormForwardOp op = new GroupNormForwardOp(
                geometry,
                of.input(geometry.count()),
                of.input(30),
                of.input(30),
                of.output(geometry.count()),
                of.statistics(samples * GROUPS),
                of.statistics(samples * GROUPS),
                null);
        return backend -> backend.groupNormForward(op);
    }

    private static Consumer<NormBackend> groupGradients(Tensors of, long samples, Layout layout) {
        GroupGeometry geometry = groups(of.dtype, samples, layout);
        long n = geometry.count();
        GroupNormBackwardOp op = new GroupNormBackwardOp(
                geometry,
                of.input(n),
                of.input(n),
                of.input(30),
                null,
                null,
                of.output(n),
                of.output(30),
                of.output(30),
                false);
        return backend -> backend.groupNormBackward(op);
    }

    private static Consumer<NormBackend> weightGradients(Tensors of, WeightGeometry geometry) {
        long n = geometry.count();
        long rows = geometry.rows();
        WeightNormBackwardOp op = new WeightNormBackwardOp(
                geometry, of.input(n), of.input(n), of.input(rows), of.output(n), of.output(rows), false, 0);
        return backend -> backend.weightNormBackward(op);
    }

    private static Consumer<NormBackend> spectralNorm(Tensors of, WeightGeometry geometry) {
        HeapBuffer weight = of.input(geometry.count());
        HeapBuffer u = of.statistics(geometry.rows());
        HeapBuffer v = of.statistics(geometry.columns());
        SpectralNormForwardOp forward = new SpectralNormForwardOp(
                geometry,
                weight,
                u,
                v,
                2,
                true,
                1e-12,
                of.output(geometry.count()),
                of.statistics(1),
                of.statistics(geometry.rows()),
                of.statistics(geometry.columns()));
        SpectralNormBackwardOp backward = new SpectralNormBackwardOp(
                geometry, of.input(geometry.count()), weight, u, v, of.output(geometry.count()), false);
        return backend -> {
            backend.spectralNormForward(forward);
            backend.spectralNormBackward(backward);
        };
    }

    /** Makes the tensors of one call, inputs of the same numbers each time. */
    static final class Tensors {
        private final DType dtype;
        private final List<HeapBuffer> outputs = new ArrayList<>();
        private long seed;

        Tensors(DType dtype) {
            this.dtype = dtype;
        }

        /** What calls write. */
        List<HeapBuffer> outputs() {
            return outputs;
        }

        private HeapBuffer input(long n) {
            return HeapBuffer.wrap(new Randoms(++seed).normal(n, 0.3, 1)).convert(dtype);
        }

        private HeapBuffer output(long n) {
            return kept(HeapBuffer.allocate(dtype, n));
        }

        /** Read by some and written by others. */
        private HeapBuffer statistics(long n) {
            HeapBuffer ones = HeapBuffer.allocate(dtype.statistics(), n);
            ones.fill(1);
            return kept(ones);
        }

        private HeapBuffer kept(HeapBuffer buffer) {
            outputs.add(buffer);
            return buffer;
        }
    }
}
