package dev.evenkeel.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.Buffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RowGeometry;
import dev.evenkeel.internal.spi.RowNorm;
import dev.evenkeel.internal.spi.RowNormBackwardOp;
import dev.evenkeel.internal.spi.RowNormForwardOp;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;

/** Normalizes the same rows at different places, alone and together. */
final class RowNormPlaces {
    private static final int ROWS = 37;

    private RowNormPlaces() {}

    static void check(Device device, DType dtype, int cols) {
        double[] values = new Randoms(1).normal(dtype, (long) ROWS * cols, 3, 1);
        double[] together = run(device, dtype, cols, values, 0);
        assertThat(run(device, dtype, cols, values, 1)).as("off by one").isEqualTo(together);
        for (int row : new int[] {0, 5, ROWS - 1}) {
            double[] alone = Arrays.copyOfRange(values, row * cols, (row + 1) * cols);
            double[] expected = Arrays.copyOfRange(together, 2 * row * cols, 2 * (row + 1) * cols);
            assertThat(run(device, dtype, cols, alone, 0)).as("row %d", row).isEqualTo(expected);
            assertThat(run(device, dtype, cols, alone, 3))
                    .as("row %d, off by three", row)
                    .isEqualTo(expected);
        }
    }

    /** Of each row y, then dx with y for dy. */
    private static double[] run(Device device, DType dtype, int cols, double[] values, int shift) {
        NormBackend backend = Backends.of(device);
        int rows = values.length / cols;
        RowGeometry geometry = new RowGeometry(rows, cols, 1e-5, dtype, dtype, RowNorm.LAYER, 0);
        HeapBuffer heap = HeapBuffer.allocate(dtype, values.length);
        for (int i = 0; i < values.length; i++) {
            heap.set(i, values[i]);
        }
        try (Buffer xs = backend.allocate(dtype, values.length + shift);
                Buffer ys = backend.allocate(dtype, values.length + shift);
                Buffer dxs = backend.allocate(dtype, values.length + shift)) {
            Buffer x = shifted(backend, xs, shift);
            Buffer y = shifted(backend, ys, shift);
            Buffer dx = shifted(backend, dxs, shift);
            backend.upload(heap, x);
            backend.rowNormForward(new RowNormForwardOp(geometry, x, null, null, null, y, null, null, null));
            backend.rowNormBackward(
                    new RowNormBackwardOp(geometry, y, x, null, null, null, null, dx, null, null, false));
            backend.download(y, heap);
            double[] forward = RowNormInputs.doubles(heap);
            backend.download(dx, heap);
            double[] backward = RowNormInputs.doubles(heap);
            double[] both = new double[2 * values.length];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(forward, row * cols, both, 2 * row * cols, cols);
                System.arraycopy(backward, row * cols, both, (2 * row + 1) * cols, cols);
            }
            return both;
        }
    }

    private static Buffer shifted(NormBackend backend, Buffer whole, int shift) {
        long address =
                ((CudaBuffer) whole).address() + (long) shift * whole.dtype().bytes();
        return backend.borrow(address, whole.dtype(), whole.count() - shift);
    }
}
