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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes one case on a device with addresses; gives all outputs by name, as doubles. */
final class RowNormRun implements AutoCloseable {
    private static final double GUARD = 77;
    private static final int GUARDS = 16;

    private final RowNormCase c;
    private final NormBackend backend;
    private final RowGeometry geometry;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, double[]> outputs = new LinkedHashMap<>();

    /** A tensor, and the memory around it that nobody may write. */
    private record Placed(String name, Buffer whole, Buffer tensor, int before) {}

    private RowNormRun(RowNormCase c, Device device) {
        this.c = c;
        this.backend = Backends.of(device);
        this.geometry = new RowGeometry(
                c.rows(), c.cols(), eps(c), c.dtype(), c.paramDType(), c.norm(), c.weight() ? c.weightOffset() : 0);
    }

    static double eps(RowNormCase c) {
        return c.cols() < 4 ? 1e-2 : 1e-5;
    }

    static Map<String, double[]> on(Device device, RowNormCase c) {
        try (RowNormRun run = new RowNormRun(c, device)) {
            run.forward();
            run.backward();
            return run.outputs;
        }
    }

    private void forward() {
        boolean all = c.outputs() == 0;
        Buffer x = place("x", RowNormInputs.x(c), c.dtype());
        Buffer y = c.inPlace() ? x : empty("y", elements(), c.other());
        Buffer sum = all && c.third() ? empty("sum", elements(), c.dtype()) : null;
        Buffer mean = all && c.norm() == RowNorm.LAYER
                ? empty("mean", c.rows(), c.dtype().statistics())
                : null;
        Buffer rstd = all ? empty("rstd", c.rows(), c.dtype().statistics()) : null;
        backend.rowNormForward(new RowNormForwardOp(
                geometry,
                x,
                c.third() ? place("residual", RowNormInputs.third(c), c.dtype()) : null,
                weight(),
                c.bias() ? place("bias", RowNormInputs.bias(c), c.paramDType()) : null,
                y,
                sum,
                mean,
                rstd));
        read("y", y);
        read("sum", sum);
        read("mean", mean);
        read("rstd", rstd);
    }

    private void backward() {
        DType statistics = c.dtype().statistics();
        RowNormReference reference = RowNormReference.ofX(c);
        boolean layer = c.norm() == RowNorm.LAYER;
        Buffer dy = place("dy", RowNormInputs.dy(c), c.other());
        Buffer dx = c.outputs() == 2 ? null : c.inPlace() ? dy : empty("dx", elements(), c.dtype());
        Buffer dweight = c.outputs() == 1 ? null : place("dweight", RowNormInputs.gradient(c), c.paramDType());
        Buffer dbias = c.outputs() == 1 || !layer || !c.bias()
                ? null
                : place("dbias", RowNormInputs.gradient(c), c.paramDType());
        backend.rowNormBackward(new RowNormBackwardOp(
                geometry,
                dy,
                place("backward x", RowNormInputs.x(c), c.dtype()),
                weight(),
                c.saved() == 2 && layer ? place("saved mean", reference.mean(), statistics) : null,
                c.saved() > 0 ? place("saved rstd", reference.rstd(), statistics) : null,
                c.third() ? place("dsum", RowNormInputs.third(c), c.dtype()) : null,
                dx,
                dweight,
                dbias,
                c.accumulate()));
        read("dx", dx);
        read("dweight", dweight);
        read("dbias", dbias);
        checkGuards();
    }

    private @Nullable Buffer weight() {
        return c.weight() ? place("weight", RowNormInputs.weight(c), c.paramDType()) : null;
    }

    private int elements() {
        return c.rows() * c.cols();
    }

    private Buffer empty(String name, int count, DType dtype) {
        return place(name, Randoms.filled(count, Double.NaN), dtype);
    }

    /** In the middle of other memory, at another alignment for each tensor if the case wants it so. */
    private Buffer place(String name, double[] values, DType dtype) {
        int before = c.shift() * (placed.size() + 1);
        HeapBuffer heap = HeapBuffer.allocate(dtype, before + values.length + GUARDS);
        heap.fill(GUARD);
        for (int i = 0; i < values.length; i++) {
            heap.set(before + i, values[i]);
        }
        Buffer whole = backend.allocate(dtype, heap.count());
        backend.upload(heap, whole);
        long address = ((CudaBuffer) whole).address() + (long) before * dtype.bytes();
        Buffer tensor = backend.borrow(address, dtype, values.length);
        placed.add(new Placed(name, whole, tensor, before));
        return tensor;
    }

    private void read(String name, @Nullable Buffer buffer) {
        if (buffer == null) {
            return;
        }
        HeapBuffer heap = HeapBuffer.allocate(buffer.dtype(), buffer.count());
        backend.download(buffer, heap);
        outputs.put(name, RowNormInputs.doubles(heap));
    }

    private void checkGuards() {
        for (Placed each : placed) {
            HeapBuffer heap = HeapBuffer.allocate(each.whole.dtype(), each.whole.count());
            backend.download(each.whole, heap);
            for (int i = 0; i < heap.length(); i++) {
                if (i < each.before || i >= each.before + each.tensor.count()) {
                    assertThat(heap.get(i))
                            .as("element %d around %s", i, each.name)
                            .isEqualTo(GUARD);
                }
            }
        }
    }

    @Override
    public void close() {
        placed.forEach(each -> each.whole.close());
    }
}
