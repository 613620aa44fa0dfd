package dev.evenkeel.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.norms.LayerNormBackwardCall;
import dev.evenkeel.norms.LayerNormCall;
import dev.evenkeel.norms.LayerNormGradients;
import dev.evenkeel.norms.LayerNormResult;
import dev.evenkeel.norms.Norms;
import dev.evenkeel.ptx.LaunchRecord.BufferRecord;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What row norms move: 32 bytes for each sector that a warp touches, of the tensors with a row for each row and of the
 * workspace, over the bytes that any implementation has to move. What has less than a row for each row does not count: a
 * cache holds it.
 */
class RowNormTrafficTest {
    private static final Device DEVICE = Device.ptx(80);
    private static final List<DType> TYPES = List.of(DType.F32, DType.F16, DType.BF16);
    private static final int ROWS = 48;

    static Stream<Arguments> aligned() {
        return sizes(8, 64, 256, 768, 1000, 1024, 4096, 5120, 16384);
    }

    static Stream<Arguments> odd() {
        return sizes(7, 100, 255, 257, 1001, 4097, 16383);
    }

    private static Stream<Arguments> sizes(long... cols) {
        return TYPES.stream().flatMap(type -> LongStream.of(cols).mapToObj(n -> Arguments.of(type, n)));
    }

    @ParameterizedTest
    @MethodSource("aligned")
    void forwardReadsOnceAndWritesOnce(DType dtype, long cols) {
        try (Tensors tensors = new Tensors(dtype, Shape.of(ROWS, cols))) {
            tensors.forward(false);
            assertThat(tensors.ratio(2)).isLessThanOrEqualTo(1.03);
            assertThat(tensors.wide()).isGreaterThanOrEqualTo(0.95);
        }
        try (Tensors tensors = new Tensors(dtype, Shape.of(ROWS, cols))) {
            tensors.forward(true);
            assertThat(tensors.ratio(4)).as("with a residual").isLessThanOrEqualTo(1.03);
            assertThat(tensors.wide()).isGreaterThanOrEqualTo(0.95);
        }
    }

    /** Rows of an odd length share sectors with their neighbours, so that some are read and written twice. */
    @ParameterizedTest
    @MethodSource("odd")
    void forwardOfOddRowsTouchesEachSectorOnce(DType dtype, long cols) {
        try (Tensors tensors = new Tensors(dtype, Shape.of(ROWS, cols))) {
            tensors.forward(false);
            assertThat(tensors.ratio(2)).isLessThanOrEqualTo(cols >= 255 ? 1.10 : 1.25);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 1024, 4096, 1.20",
        "BF16, 1024, 4096, 1.20",
        "F16, 4096, 1024, 1.20",
        "BF16, 4096, 1024, 1.20",
        "F32, 4096, 768, 1.10",
        "BF16, 4096, 4096, 1.10",
        "F16, 16384, 768, 1.10",
        "F16, 1024, 255, 1.22",
    })
    void backwardReadsXAndDyOnce(DType dtype, long rows, long cols, double most) {
        for (boolean saved : new boolean[] {true, false}) {
            try (Tensors tensors = new Tensors(dtype, Shape.of(rows, cols))) {
                tensors.backward(saved);
                assertThat(tensors.ratio(3)).isLessThanOrEqualTo(most);
                if (cols % 8 == 0) {
                    assertThat(tensors.wide()).isGreaterThanOrEqualTo(0.95);
                }
            }
            if (rows * cols > 5_000_000) {
                break;
            }
        }
    }

    /** The tensors of one call, and what was recorded of it. */
    private static final class Tensors implements AutoCloseable {
        private final TensorScope scope = new TensorScope();
        private final LaunchRecorder recorder = LaunchRecorder.start(DEVICE);
        private final DType dtype;
        private final Shape shape;
        private final Shape params;
        private final Tensor x;
        private final Tensor weight;
        private final Tensor bias;

        Tensors(DType dtype, Shape shape) {
            this.dtype = dtype;
            this.shape = shape;
            this.params = Shape.of(shape.dim(1));
            this.x = filled("x", shape);
            this.weight = filled("parameter", params);
            this.bias = filled("parameter", params);
        }

        void forward(boolean residual) {
            LayerNormCall call = call().withResidual(residual ? filled("residual", shape) : null);
            Norms.layerNorm(
                    call, new LayerNormResult(filled("y", shape), residual ? filled("sum", shape) : null, null, null));
        }

        void backward(boolean saved) {
            Shape rows = Shape.of(shape.dim(0));
            LayerNormBackwardCall call = LayerNormBackwardCall.of(call(), filled("dy", shape));
            if (saved) {
                call = call.withSaved(
                        filled("parameter", rows, dtype.statistics()), filled("parameter", rows, dtype.statistics()));
            }
            Norms.layerNormBackward(
                    call,
                    new LayerNormGradients(
                            filled("dx", shape), filled("parameter", params), filled("parameter", params)));
        }

        private LayerNormCall call() {
            return LayerNormCall.of(x, params).withWeight(weight).withBias(bias);
        }

        private Tensor filled(String name, Shape of) {
            return filled(name, of, dtype);
        }

        private Tensor filled(String name, Shape of, DType type) {
            Tensor tensor = scope.add(Tensor.full(of, 0.5, type, DEVICE));
            recorder.name(tensor, name);
            return tensor;
        }

        private Stream<BufferRecord> buffers() {
            return recorder.launches().stream()
                    .flatMap(launch -> launch.buffers().stream())
                    .filter(buffer -> !buffer.name().equals("parameter"));
        }

        /** Bytes of the sectors touched, over {@code tensors} times the bytes of x. */
        double ratio(int tensors) {
            long sectors = buffers()
                    .mapToLong(buffer -> buffer.loadSectors() + buffer.storeSectors())
                    .sum();
            return 32.0 * sectors / (tensors * shape.count() * dtype.bytes());
        }

        /** Share of the tensors' bytes that went in 16-byte accesses. */
        double wide() {
            List<BufferRecord> tensors = buffers()
                    .filter(buffer -> Arrays.asList("x", "y", "residual", "sum", "dy", "dx")
                            .contains(buffer.name()))
                    .toList();
            return tensors.stream().mapToLong(BufferRecord::wideBytes).sum()
                    / (double) tensors.stream()
                            .mapToLong(buffer -> buffer.loadBytes() + buffer.storeBytes())
                            .sum();
        }

        @Override
        public void close() {
            recorder.close();
            scope.close();
        }
    }
}
