package dev.evenkeel.internal.cpu.kernel;

import dev.evenkeel.DType;

/**
 * The loops of the CPU backend in both types that it computes in.
 *
 * @param name what they are made of, for people
 * @param vectorized whether that is vectors
 * @param floats for F32, F16 and BF16 tensors
 * @param doubles for F64 tensors, and where a float is not enough
 */
public record Loops(String name, boolean vectorized, Arithmetic<float[]> floats, Arithmetic<double[]> doubles) {
    /** Groups of so few elements leave little of a gradient after what is taken off it: in float, noise. */
    private static final long SMALL_GROUP = 16;

    /** Loops of plain Java. */
    public static Loops plain() {
        return new Loops(
                "plain Java",
                false,
                new Arithmetic<>(
                        new FloatRows(),
                        new FloatRowNorm(),
                        new FloatPlaneKernel(),
                        new FloatColumnNormKernel(),
                        new FloatWeightKernel()),
                new Arithmetic<>(
                        new DoubleRows(),
                        new DoubleRowNorm(),
                        new DoublePlaneKernel(),
                        new DoubleColumnNormKernel(),
                        new DoubleWeightKernel()));
    }

    /** The arithmetic for tensors of this type: double for {@code F64}, else float. */
    public Arithmetic<?> of(DType dtype) {
        return dtype == DType.F64 ? doubles : floats;
    }

    /**
     * The arithmetic for a sum of two tensors of this type that is then normalized. Of two floats it takes more than a
     * float: at a mean of 1e4 rounding it costs 2e-4 of the deviations. Two 16-bit values fit one.
     */
    public Arithmetic<?> ofSum(DType dtype) {
        return dtype == DType.F32 ? doubles : of(dtype);
    }

    /** The arithmetic for gradients of tensors of this type that share statistics in groups of {@code n} elements. */
    public Arithmetic<?> ofGradients(DType dtype, long n) {
        return n <= SMALL_GROUP ? doubles : of(dtype);
    }
}
