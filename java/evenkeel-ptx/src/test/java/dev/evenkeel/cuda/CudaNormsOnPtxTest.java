package dev.evenkeel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.DType;
import dev.evenkeel.internal.cpu.ScalarBackend;
import dev.evenkeel.internal.cuda.WorkspaceDriver;
import dev.evenkeel.internal.cuda.jcuda.DevicePointer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.ptx.driver.VirtualDriver;
import dev.evenkeel.ptx.driver.VirtualSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The raw API on the virtual GPU: the same operation by the reference on the same values gives the same outputs. */
class CudaNormsOnPtxTest {
    private static final int ROWS = 24;
    private static final int COLS = 40;
    private static final ChannelDims FIRST = ChannelDims.channelsFirst(4, 6, 40);
    private static final ChannelDims LAST = ChannelDims.channelsLast(4, 40, 6);
    private static final int SIZE = ROWS * COLS;

    private final VirtualDriver gpu =
            new VirtualDriver(new VirtualSettings(80, VirtualSettings.Checks.FAIL, 1, 1L << 30));
    private final List<CUstream> streams = new ArrayList<>();
    private final CudaNorms norms = new CudaNorms(new WorkspaceDriver(gpu), streams::add);
    private final Map<Long, HeapBuffer> memory = new LinkedHashMap<>();
    private final Random random = new Random(1);

    /** An operation with all pointers that it can have. */
    record Case(String name, Function<CudaNormsOnPtxTest, CudaOperation> operation) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "layer norm",
                        t -> t.norms
                                .layerNormForward(ROWS, COLS, DType.F32)
                                .eps(1e-3)
                                .weightOffset(1)
                                .x(t.values(SIZE))
                                .residual(t.values(SIZE))
                                .weight(t.values(COLS))
                                .bias(t.values(COLS))
                                .y(t.values(SIZE))
                                .sum(t.values(SIZE))
                                .mean(t.values(ROWS))
                                .rstd(t.values(ROWS))),
                new Case(
                        "layer norm backward",
                        t -> t.norms
                                .layerNormBackward(ROWS, COLS, DType.F32)
                                .accumulate(true)
                                .dy(t.values(SIZE))
                                .x(t.values(SIZE))
                                .weight(t.values(COLS))
                                .dsum(t.values(SIZE))
                                .dx(t.values(SIZE))
                                .dweight(t.values(COLS))
                                .dbias(t.values(COLS))),
                new Case(
                        "rms norm",
                        t -> t.norms
                                .rmsNormForward(ROWS, COLS, DType.F32)
                                .x(t.values(SIZE))
                                .weight(t.values(COLS))
                                .y(t.values(SIZE))
                                .rstd(t.values(ROWS))),
                new Case(
                        "rms norm backward",
                        t -> t.norms
                                .rmsNormBackward(ROWS, COLS, DType.F32)
                                .dy(t.values(SIZE))
                                .x(t.values(SIZE))
                                .weight(t.values(COLS))
                                .dx(t.values(SIZE))
                                .dweight(t.values(COLS))),
                new Case(
                        "batch norm",
                        t -> t.norms
                                .batchNormTraining(FIRST, DType.F32)
                                .momentum(0.25)
                                .relu(true)
                                .x(t.values(SIZE))
                                .residual(t.values(SIZE))
                                .weight(t.values(6))
                                .bias(t.values(6))
                                .y(t.values(SIZE))
                                .mean(t.values(6))
                                .rstd(t.values(6))
                                .runningMean(t.values(6))
                                .runningVar(t.values(6))),
                new Case(
                        "batch norm inference",
                        t -> t.norms
                                .batchNormInference(LAST, DType.F32)
                                .x(t.values(SIZE))
                                .weight(t.values(6))
                                .mean(t.values(6))
                                .rstd(t.values(6))
                                .y(t.values(SIZE))),
                new Case(
                        "batch norm backward",
                        t -> t.norms
                                .batchNormBackward(LAST, DType.F32)
                                .dy(t.values(SIZE))
                                .x(t.values(SIZE))
                                .weight(t.values(6))
                                .dx(t.values(SIZE))
                                .dresidual(t.values(SIZE))
                                .dweight(t.values(6))
                                .dbias(t.values(6))),
                new Case(
                        "group norm",
                        t -> t.norms
                                .groupNormForward(FIRST, 3, DType.F32)
                                .x(t.values(SIZE))
                                .weight(t.values(6))
                                .bias(t.values(6))
                                .y(t.values(SIZE))
                                .mean(t.values(12))
                                .rstd(t.values(12))),
                new Case(
                        "group norm backward",
                        t -> t.norms
                                .groupNormBackward(LAST, 2, DType.F32)
                                .dy(t.values(SIZE))
                                .x(t.values(SIZE))
                                .weight(t.values(6))
                                .dx(t.values(SIZE))
                                .dweight(t.values(6))
                                .dbias(t.values(6))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatTheReferenceGives(Case operation) {
        CudaOperation onDevice = operation.operation().apply(this);
        long bytes = onDevice.workspaceBytes();
        DevicePointer workspace = new DevicePointer(gpu.allocate(Math.max(bytes, 1)));
        if (bytes > 0) {
            assertThatThrownBy(() -> onDevice.workspace(workspace, bytes - 1).launch(new CUstream()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("workspace is too small");
            upload();
        }
        CUstream stream = new CUstream();
        onDevice.workspace(workspace, bytes).launch(stream);
        assertThat(streams.get(streams.size() - 1)).isSameAs(stream);
        Map<Long, HeapBuffer> got = download();

        Consumer<NormBackend> work = onDevice.work();
        work.accept(new ReferenceOnHeap(new ScalarBackend(), memory).proxy());
        got.forEach((address, values) -> {
            HeapBuffer expected = memory.get(address);
            for (int i = 0; i < values.length(); i++) {
                assertThat(values.get(i)).isCloseTo(expected.get(i), within(2e-5 * (1 + Math.abs(expected.get(i)))));
            }
        });
    }

    @Test
    void anOperationIsLaunchedAgainWithOtherPointers() {
        CUdeviceptr x = values(SIZE);
        CUdeviceptr first = values(SIZE);
        CUdeviceptr second = values(SIZE);
        CudaRowNormForward operation =
                norms.layerNormForward(ROWS, COLS, DType.F32).x(x).y(first);
        operation.launch(new CUstream());
        operation.y(second).launch(new CUstream());
        Map<Long, HeapBuffer> got = download();
        assertThat(got.get(DevicePointer.addressOf(second)).array())
                .isEqualTo(got.get(DevicePointer.addressOf(first)).array());
    }

    @Test
    void runningStatisticsAreThePlainMeanOverTheBatchesThatTheDeviceCounts() {
        HeapBuffer word = HeapBuffer.allocate(DType.F64, 1);
        DevicePointer batches = new DevicePointer(gpu.allocate(Long.BYTES));
        gpu.copyToDevice(word, 0, 1, DevicePointer.addressOf(batches));
        CUdeviceptr mean = values(6);
        CUdeviceptr runningMean = values(6);
        CudaBatchNormTraining operation = norms.batchNormTraining(FIRST, DType.F32)
                .batches(batches)
                .cumulative()
                .y(values(SIZE))
                .mean(mean)
                .rstd(values(6))
                .runningMean(runningMean)
                .runningVar(values(6));
        double[] sum = new double[6];
        for (int batch = 1; batch <= 3; batch++) {
            operation.x(values(SIZE));
            long bytes = operation.workspaceBytes();
            operation.workspace(new DevicePointer(gpu.allocate(bytes)), bytes).launch(new CUstream());
            HeapBuffer found = download().get(DevicePointer.addressOf(mean));
            HeapBuffer running = download().get(DevicePointer.addressOf(runningMean));
            for (int c = 0; c < 6; c++) {
                sum[c] += found.get(c);
                assertThat(running.get(c)).isCloseTo(sum[c] / batch, within(1e-6));
            }
        }
        gpu.copyToHost(DevicePointer.addressOf(batches), word, 0, 1);
        assertThat(Double.doubleToRawLongBits(word.get(0))).isEqualTo(3);
    }

    private CUdeviceptr values(int count) {
        HeapBuffer values = HeapBuffer.allocate(DType.F32, count);
        for (int i = 0; i < count; i++) {
            values.set(i, 0.5 + random.nextDouble());
        }
        long address = gpu.allocate(4L * count);
        memory.put(address, values);
        gpu.copyToDevice(values, 0, count, address);
        return new DevicePointer(address);
    }

    private void upload() {
        memory.forEach((address, values) -> gpu.copyToDevice(values, 0, values.length(), address));
    }

    private Map<Long, HeapBuffer> download() {
        Map<Long, HeapBuffer> copies = new LinkedHashMap<>();
        memory.forEach((address, values) -> {
            HeapBuffer copy = HeapBuffer.allocate(DType.F32, values.length());
            gpu.copyToHost(address, copy, 0, values.length());
            copies.put(address, copy);
        });
        return copies;
    }
}
