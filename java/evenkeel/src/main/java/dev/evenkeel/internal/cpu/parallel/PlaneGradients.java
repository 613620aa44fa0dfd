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

/**
 * Gradients of some planes: Σ g and Σ g·(x − center), where g is dy that relu lets pass, and with what becomes of these
 * dx and dresidual.
 */
final class PlaneGradients<A> {
    private final Rows<A> rows;
    private final PlaneKernel<A> kernel;
    private final Planes planes;
    private final Operand<A> dy;
    private final Operand<A> x;
    private final @Nullable Operand<A> residual;
    private final @Nullable Result<A> dx;
    private final @Nullable Result<A> dresidual;
    private final @Nullable A gated;
    private final PlaneCoefficients<A> argument;
    private final PlaneCoefficients<A> projection;
    private final PlaneSums<A> sums;
    private boolean constant;

    /** What gradients are made of and where they go; {@code residual} is that of relu's argument. */
    record Tensors(
            HeapBuffer dy,
            HeapBuffer x,
            @Nullable HeapBuffer residual,
            boolean relu,
            @Nullable HeapBuffer dx,
            @Nullable HeapBuffer dresidual) {}

    /** For up to {@code most} planes of a sample at a time. */
    PlaneGradients(Arithmetic<A> arithmetic, Planes planes, Tensors tensors, Scratch scratch, int most) {
        this.rows = arithmetic.rows();
        this.kernel = arithmetic.planes();
        this.planes = planes;
        this.dy = Operand.of(rows, tensors.dy(), PlaneKernel.FOLDED, scratch);
        this.x = Operand.of(rows, tensors.x(), PlaneKernel.FOLDED, scratch);
        this.residual = operand(tensors.relu() ? tensors.residual() : null, scratch);
        this.dx = result(tensors.dx(), scratch);
        this.dresidual = result(tensors.dresidual(), scratch);
        this.gated = tensors.relu() ? rows.take(scratch, PlaneKernel.FOLDED) : null;
        this.argument = PlaneCoefficients.take(rows, scratch, tensors.relu() ? most : 0);
        this.projection = PlaneCoefficients.take(rows, scratch, most);
        this.sums = new PlaneSums<>(arithmetic, planes, scratch, most);
    }

    /** What the sums of plane number {@code i} are around. */
    void center(int i, double center) {
        rows.set(projection.center(), i, center);
    }

    /** What relu's argument is made with in plane number {@code i}. */
    void argument(int i, double center, double rest, double rstd, double weight, double bias) {
        double slope = rstd * weight;
        rows.set(argument.center(), i, center);
        rows.set(argument.slope(), i, slope);
        rows.set(argument.offset(), i, bias - rest * slope);
    }

    /** Sums over planes first … end − 1 of every sample, which are numbers 0 and on. */
    void sum(int first, int end) {
        sums.run(first, end, 0, this::sum);
    }

    /** Σ g of the plane that is number {@code i}. */
    double sum(int i) {
        return sums.first(i);
    }

    /** Σ g·x̂ of the plane that is number {@code i}. */
    double sumXhat(int i, double rest, double rstd) {
        return (sums.second(i) - rest * sums.first(i)) * rstd;
    }

    /** dx of plane number {@code i} is (gain·g − meanG − x̂·meanGx)·rstd, with means of gain·g and gain·g·x̂. */
    void projection(int i, double rest, double rstd, double gain, double meanG, double meanGx) {
        double slope = -rstd * meanGx;
        rows.set(projection.slope(), i, slope);
        rows.set(projection.offset(), i, -meanG - rest * slope);
        rows.set(projection.gain(), i, gain);
        rows.set(projection.scale(), i, rstd);
    }

    /** Writes planes first … end − 1 of every sample; dx is gain·g·rstd if the statistics are {@code constant}. */
    void write(int first, int end, boolean constantStatistics) {
        constant = constantStatistics;
        Planes.Part write = this::write;
        for (int sample = planes.outer() - 1; sample >= 0; sample--) {
            planes.parts(sample, first, end, write);
        }
    }

    private void sum(int plane, int count, int at, int n) {
        int from = x.load(at, count * n);
        int gAt = load(plane, count, at, n, from);
        kernel.gradients(g(), gAt, x.array(), from, n, plane, count, projection.center(), sums.partials());
    }

    private void write(int plane, int count, int at, int n) {
        int from = x.load(at, count * n);
        int gAt = load(plane, count, at, n, from);
        if (dresidual != null) {
            System.arraycopy(g(), gAt, dresidual.array(), dresidual.at(at), count * n);
            dresidual.store(at, count * n);
        }
        if (dx != null) {
            if (constant) {
                kernel.scale(g(), gAt, dx.array(), from, n, plane, count, projection);
            } else {
                kernel.project(g(), gAt, x.array(), dx.array(), from, n, plane, count, projection);
            }
            dx.store(at, count * n);
        }
    }

    private A g() {
        return gated != null ? gated : dy.array();
    }

    /** Makes g readable; returns where it begins. */
    private int load(int plane, int count, int at, int n, int from) {
        int gAt = dy.load(at, count * n);
        if (gated == null) {
            return gAt;
        }
        if (residual != null) {
            residual.load(at, count * n);
            kernel.gateAdd(dy.array(), x.array(), residual.array(), gated, from, n, plane, count, argument);
        } else {
            kernel.gate(dy.array(), x.array(), gated, from, n, plane, count, argument);
        }
        return 0;
    }

    private @Nullable Operand<A> operand(@Nullable HeapBuffer tensor, Scratch scratch) {
        return tensor == null ? null : Operand.of(rows, tensor, PlaneKernel.FOLDED, scratch);
    }

    private @Nullable Result<A> result(@Nullable HeapBuffer tensor, Scratch scratch) {
        return tensor == null ? null : Result.of(rows, tensor, PlaneKernel.FOLDED, scratch);
    }
}
