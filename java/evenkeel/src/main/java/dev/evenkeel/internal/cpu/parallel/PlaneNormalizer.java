package dev.evenkeel.internal.cpu.parallel;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Operand;
import dev.evenkeel.internal.cpu.kernel.PlaneCoefficients;
import dev.evenkeel.internal.cpu.kernel.PlaneKernel;
import dev.evenkeel.internal.cpu.kernel.Result;
import dev.evenkeel.internal.cpu.kernel.Rows;
import dev.evenkeel.internal.cpu.kernel.Scratch;
import dev.evenkeel.internal.spi.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Writes y of some channels: (x − mean)·rstd·weight + bias + residual, then relu if wanted. */
final class PlaneNormalizer<A> {
    private final Rows<A> rows;
    private final PlaneKernel<A> kernel;
    private final Planes planes;
    private final Operand<A> x;
    private final @Nullable Operand<A> residual;
    private final Result<A> y;
    private final boolean relu;
    private final PlaneCoefficients<A> coefficients;

    /** For up to {@code most} channels at a time. */
    PlaneNormalizer(
            Arithmetic<A> arithmetic,
            Planes planes,
            HeapBuffer x,
            @Nullable HeapBuffer residual,
            HeapBuffer y,
            boolean relu,
            Scratch scratch,
            int most) {
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.planes();
        this.planes = planes;
        this.x = Operand.of(rows, x, PlaneKernel.FOLDED, scratch);
        this.residual = residual == null ? null : Operand.of(rows, residual, PlaneKernel.FOLDED, scratch);
        this.y = Result.of(rows, y, PlaneKernel.FOLDED, scratch);
        this.relu = relu;
        this.coefficients = PlaneCoefficients.take(rows, scratch, most);
    }

    /** What the channel that is number {@code i} goes through. A constant one gives the bias exactly. */
    void set(int i, double center, double rest, double rstd, double weight, double bias) {
        double slope = rstd * weight;
        rows.set(coefficients.center(), i, center);
        rows.set(coefficients.slope(), i, slope);
        rows.set(coefficients.offset(), i, bias - rest * slope);
    }

    /**
     * Writes channels first … end − 1, which are numbers 0 and on. The last samples come first: when all have just been
     * read, those are still in the cache.
     */
    void run(int first, int end) {
        Planes.Part part = this::part;
        for (int sample = planes.outer() - 1; sample >= 0; sample--) {
            planes.parts(sample, first, end, part);
        }
    }

    private void part(int plane, int count, int at, int n) {
        int from = x.load(at, count * n);
        if (residual != null) {
            residual.load(at, count * n);
            kernel.normalizeAdd(x.array(), residual.array(), y.array(), from, n, plane, count, coefficients, relu);
        } else if (relu) {
            kernel.normalizeRelu(x.array(), y.array(), from, n, plane, count, coefficients);
        } else {
            kernel.normalize(x.array(), y.array(), from, n, plane, count, coefficients);
        }
        y.store(at, count * n);
    }
}
