package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.BatchNormInferenceOp;
import dev.evenkeel.internal.spi.BatchNormStatisticsOp;
import dev.evenkeel.internal.spi.BatchNormTrainingOp;
import dev.evenkeel.internal.spi.ChannelGeometry;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RunningMix;
import dev.evenkeel.ptx.LaunchRecord;
import dev.evenkeel.ptx.LaunchRecord.BufferRecord;
import dev.evenkeel.ptx.LaunchRecorder;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The memory that batch norm moves, forward: sectors of all launches and all buffers but weight and bias, workspace and
 * statistics included, over the bytes of the passes that it cannot do without.
 */
class ChannelForwardTrafficTest {
    private static final Device DEVICE = Device.ptx(80);
    private static final Set<String> TENSORS = Set.of("x", "y", "residual");

    @ParameterizedTest
    @CsvSource({
        "4, 64, 3136, 1.05", // 56 x 56
        "4, 64, 3249, 1.05", // 57 x 57: planes begin anywhere
        "16, 128, 784, 1.05", // 28 x 28
        "16, 256, 196, 1.05", // 14 x 14
        "64, 256, 49, 1.05", // 7 x 7
        "64, 255, 49, 1.05",
        "16384, 64, 1, 1.05",
        "8192, 96, 1, 1.05",
        "2048, 2048, 1, 1.05",
        "2048, 1000, 1, 1.05",
        "16384, 33, 1, 1.05",
        "8192, 127, 1, 1.05",
        "16384, 257, 1, 1.05",
        "8192, 513, 1, 1.05",
        "4096, 1001, 1, 1.05",
        "4096, 2001, 1, 1.05",
        "100000, 3, 1, 1.05"
    })
    void trainingReadsTwiceAndWritesOnce(long outer, long channels, long inner, double bar) {
        for (DType dtype : List.of(DType.F32, DType.F16)) {
            ChannelGeometry geometry = new ChannelGeometry(outer, channels, inner, 1e-5, dtype, DType.F32, false);
            check(geometry, streaming(geometry), 3, bar);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4, 64, 3136",
        "4, 64, 3249",
        "16, 256, 196",
        "32, 256, 49",
        "16384, 64, 1",
        "1024, 1024, 1",
        "16384, 33, 1"
    })
    void residentTrainingReadsOnceAndWritesOnce(long outer, long channels, long inner) {
        for (DType dtype : List.of(DType.F32, DType.BF16)) {
            ChannelGeometry geometry = new ChannelGeometry(outer, channels, inner, 1e-5, dtype, DType.F32, false);
            List<LaunchRecord> launches = training(geometry, false);
            assertThat(launches).hasSize(1);
            check(geometry, launches, 2, 1.10);
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 64, 3136, 1.05", "32, 256, 49, 1.10", "16384, 64, 1, 1.05", "16384, 33, 1, 1.05"})
    void aResidualIsReadOnce(long outer, long channels, long inner, double bar) {
        ChannelGeometry geometry = new ChannelGeometry(outer, channels, inner, 1e-5, DType.F16, DType.F16, true);
        check(geometry, training(geometry, true), 3, bar);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 64, 3136, 1.03",
        "16, 256, 196, 1.03",
        "64, 512, 49, 1.03",
        "16384, 64, 1, 1.03",
        "2048, 2048, 1, 1.03",
        "16384, 33, 1, 1.03"
    })
    void inferenceReadsAndWritesOnce(long outer, long channels, long inner, double bar) {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
            ChannelGeometry geometry = new ChannelGeometry(outer, channels, inner, 1e-5, dtype, DType.F32, true);
            List<LaunchRecord> launches = inference(geometry);
            assertThat(launches).hasSize(1);
            check(geometry, launches, 2, bar);
        }
    }

    private static void check(ChannelGeometry geometry, List<LaunchRecord> launches, int passes, double bar) {
        long sectors = 0;
        long wide = 0;
        long all = 0;
        for (LaunchRecord launch : launches) {
            for (BufferRecord buffer : launch.buffers()) {
                sectors += buffer.name().equals("parameter") ? 0 : buffer.loadSectors() + buffer.storeSectors();
                wide += TENSORS.contains(buffer.name()) ? buffer.wideBytes() : 0;
                all += TENSORS.contains(buffer.name()) ? buffer.loadBytes() + buffer.storeBytes() : 0;
            }
        }
        double minimal = (double) passes * geometry.count() * geometry.dtype().bytes();
        assertThat(32 * sectors / minimal).as("traffic of %s", geometry).isLessThanOrEqualTo(bar);
        assertThat((double) wide / all).as("in 16 bytes, of %s", geometry).isGreaterThanOrEqualTo(0.95);
    }

    private static List<LaunchRecord> training(ChannelGeometry geometry, boolean residual) {
        try (TensorScope scope = new TensorScope();
                LaunchRecorder recorder = LaunchRecorder.start(DEVICE)) {
            NormBackend backend = Backends.of(DEVICE);
            Tensor x = tensor(scope, recorder, "x", geometry.count(), geometry.dtype());
            Tensor y = tensor(scope, recorder, "y", geometry.count(), geometry.dtype());
            Tensor added = residual ? tensor(scope, recorder, "residual", geometry.count(), geometry.dtype()) : null;
            Tensor weight = tensor(scope, recorder, "parameter", geometry.channels(), geometry.paramDType());
            Tensor bias = tensor(scope, recorder, "parameter", geometry.channels(), geometry.paramDType());
            Tensor mean = tensor(scope, recorder, "mean", geometry.channels(), DType.F32);
            Tensor rstd = tensor(scope, recorder, "rstd", geometry.channels(), DType.F32);
            Tensor runningMean = tensor(scope, recorder, "running mean", geometry.channels(), DType.F32);
            Tensor runningVar = tensor(scope, recorder, "running variance", geometry.channels(), DType.F32);
            backend.batchNormTraining(new BatchNormTrainingOp(
                    geometry,
                    x.buffer(),
                    added == null ? null : added.buffer(),
                    weight.buffer(),
                    bias.buffer(),
                    y.buffer(),
                    mean.buffer(),
                    rstd.buffer(),
                    new RunningMix(runningMean.buffer(), runningVar.buffer(), 0.1, 1)));
            backend.synchronize();
            return recorder.launches();
        }
    }

    /** Statistics, then y: the launches of training that does not fit the device. */
    private static List<LaunchRecord> streaming(ChannelGeometry geometry) {
        try (TensorScope scope = new TensorScope();
                LaunchRecorder recorder = LaunchRecorder.start(DEVICE)) {
            NormBackend backend = Backends.of(DEVICE);
            Tensor x = tensor(scope, recorder, "x", geometry.count(), geometry.dtype());
            Tensor y = tensor(scope, recorder, "y", geometry.count(), geometry.dtype());
            Tensor weight = tensor(scope, recorder, "parameter", geometry.channels(), geometry.paramDType());
            Tensor mean = tensor(scope, recorder, "mean", geometry.channels(), DType.F32);
            Tensor rest = tensor(scope, recorder, "rest", geometry.channels(), DType.F32);
            Tensor m2 = tensor(scope, recorder, "m2", geometry.channels(), DType.F32);
            backend.batchNormStatistics(
                    new BatchNormStatisticsOp(geometry, x.buffer(), mean.buffer(), rest.buffer(), m2.buffer()));
            backend.batchNormInference(new BatchNormInferenceOp(
                    geometry,
                    x.buffer(),
                    null,
                    weight.buffer(),
                    null,
                    mean.buffer(),
                    rest.buffer(),
                    m2.buffer(),
                    y.buffer()));
            backend.synchronize();
            return recorder.launches();
        }
    }

    private static List<LaunchRecord> inference(ChannelGeometry geometry) {
        try (TensorScope scope = new TensorScope();
                LaunchRecorder recorder = LaunchRecorder.start(DEVICE)) {
            NormBackend backend = Backends.of(DEVICE);
            Tensor x = tensor(scope, recorder, "x", geometry.count(), geometry.dtype());
            Tensor y = tensor(scope, recorder, "y", geometry.count(), geometry.dtype());
            Tensor weight = tensor(scope, recorder, "parameter", geometry.channels(), geometry.paramDType());
            Tensor mean = tensor(scope, recorder, "mean", geometry.channels(), DType.F32);
            Tensor rstd = tensor(scope, recorder, "rstd", geometry.channels(), DType.F32);
            backend.batchNormInference(new BatchNormInferenceOp(
                    geometry, x.buffer(), null, weight.buffer(), null, mean.buffer(), null, rstd.buffer(), y.buffer()));
            backend.synchronize();
            return recorder.launches();
        }
    }

    private static Tensor tensor(TensorScope scope, LaunchRecorder recorder, String name, long count, DType dtype) {
        Tensor tensor = scope.add(Tensor.zeros(Shape.of(count), dtype, DEVICE));
        recorder.name(tensor, name);
        return tensor;
    }
}
