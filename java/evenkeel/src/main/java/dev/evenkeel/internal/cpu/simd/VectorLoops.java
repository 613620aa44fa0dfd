package dev.evenkeel.internal.cpu.simd;

import dev.evenkeel.internal.cpu.kernel.Arithmetic;
import dev.evenkeel.internal.cpu.kernel.Loops;
import jdk.incubator.vector.FloatVector;

/** Loops over the processor's vectors, by the Vector API (JEP 338 and its successors). */
public final class VectorLoops {
    /** Vectors of fewer lanes than this are what a JVM has that cannot compile them. */
    private static final int FEWEST_LANES = 4;

    private VectorLoops() {}

    /** The loops of this package, with those of {@code plain} for what is not here; all plain on a JVM without vectors. */
    public static Loops over(Loops plain) {
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        if (lanes < FEWEST_LANES) {
            return plain;
        }
        Arithmetic<float[]> floats = plain.floats();
        Arithmetic<double[]> doubles = plain.doubles();
        return new Loops(
                "SIMD, " + lanes * Float.SIZE + " bits",
                true,
                new Arithmetic<>(
                        new VectorFloatRows(floats.rows()),
                        new VectorFloatRowNorm(),
                        new VectorFloatPlaneKernel(floats.planes()),
                        new VectorFloatColumnNormKernel(),
                        floats.weights()),
                new Arithmetic<>(
                        doubles.rows(),
                        doubles.rowNorm(),
                        new VectorDoublePlaneKernel(doubles.planes()),
                        new VectorDoubleColumnNormKernel(),
                        doubles.weights()));
    }
}
